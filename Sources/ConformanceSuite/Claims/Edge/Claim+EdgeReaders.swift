internal import CObjects
internal import EventLoopAPI
internal import Glibc

extension Claim {
  static let sleepsBesideData = Claim(
    "et-rpc-deadlock", .notes,
    "Of 200 bytes a reader takes 100 and waits: level-triggered it is told again, edge-triggered it sleeps "
      + "beside the data, and two sides that wait for each other wait for ever."
  ) { log in
    for trigger in ["level", "edge"] {
      var objects = ObjectTable()
      try objects.open(["a", "b"], .plain(.tcp), OpenOptions())
      let reader = try objects.find("a").descriptor
      let end = try Files.counter()
      let set = try EpollSet()
      try set.add(reader, EPOLLIN.rawValue | (trigger == "edge" ? EPOLLET.rawValue : 0))
      try set.add(end.number, EPOLLIN.rawValue)
      _ = objects.perform(.write(200), on: "b")
      log.see("\(trigger): 200 bytes come, and a wait", set.told(["data": reader]), claimed: "data")
      log.see("\(trigger): a read", Files.read(100, from: reader), claimed: "100 bytes")
      log.see("\(trigger): bytes that are left", "\(cobjects_readable_bytes(reader))", claimed: "100")
      let told = SharedText()
      let names: KeyValuePairs = ["data": reader, "the end": end.number]
      let asleep = try withSleepingThreads(1) { _ in
        let reports = (try? set.wait(milliseconds: -1)) ?? []
        told.set(
          names.filter { name in reports.contains { $0.data == UInt64(name.value) } }.map(\.key).joined())
      } whenAsleep: {
        Files.signal(end.number)
      }
      log.see(
        "\(trigger): the next wait", asleep == 1 ? "sleeps" : "returns at once",
        claimed: trigger == "edge" ? "sleeps" : "returns at once")
      log.see(
        "\(trigger): what it tells in the end", told.text.hasPrefix("data") ? "data" : told.text,
        claimed: trigger == "edge" ? "the end" : "data")
    }
  }

  static let savesWaits = Claim(
    "et-saves-waits", .tutorial,
    "100 bytes that are read 50 at a time take 2 waits and 2 reads level-triggered, and 1 wait and 2 reads "
      + "edge-triggered, as its own loop reads until EAGAIN: 4 calls and 3."
  ) { log in
    let level = try callsOfReader(isEdge: false, drains: false)
    let edge = try callsOfReader(isEdge: true, drains: true)
    log.see(
      "level-triggered, one read for each report", "\(level.waits) waits, \(level.reads) reads",
      claimed: "2 waits, 2 reads")
    log.see(
      "edge-triggered, reading until EAGAIN", "\(edge.waits) wait, \(edge.reads) reads",
      claimed: "1 wait, 2 reads")
    log.see(
      "the calls of both", "\(level.waits + level.reads) and \(edge.waits + edge.reads)", claimed: "4 and 3")
  }

  static let drainedLevel = Claim(
    "lt-drained-like-et", .introduction,
    "Who reads all at each report is served as well level-triggered as edge-triggered."
  ) { log in
    let level = try callsOfReader(isEdge: false, drains: true)
    let edge = try callsOfReader(isEdge: true, drains: true)
    log.see(
      "the waits and reads for 100 bytes, 50 at a time until EAGAIN, level-triggered and edge-triggered",
      level == edge ? "the same" : "different", claimed: "the same",
      measured: "\(level.waits) and \(level.reads), \(edge.waits) and \(edge.reads)")
  }

  /// The calls that it takes to read 100 bytes, 50 at a time, until no wait and no read is needed any more.
  private static func callsOfReader(isEdge: Bool, drains: Bool) throws -> (waits: Int, reads: Int) {
    let pipe = try Files.pipe()
    let set = try EpollSet()
    try set.add(pipe.read.number, EPOLLIN.rawValue | (isEdge ? EPOLLET.rawValue : 0))
    try Files.write(100, to: pipe.write.number)
    var (waits, reads, left) = (0, 0, 100)
    while left > 0, try !set.wait().isEmpty {
      waits += 1
      var result = ""
      repeat {
        result = Files.read(50, from: pipe.read.number)
        reads += 1
        if result == "50 bytes" { left -= 50 }
      } while drains && result != "EAGAIN"
    }
    return (waits, reads)
  }
}
