/// What is known of a scenario's objects before it runs: kinds, other ends, and which are closed.
struct EmittedObjects {
  /// An object: a number for an open file, which duplicates share.
  private struct Entry {
    var kind: ObjectKind.Plain
    var file: Int
    var peer: Int?
    var isOpen = true
    /// Whether it is a terminal's slave in canonical mode.
    var takesLines = false
  }

  private var entries: [String: Entry] = [:]
  private var fileCount = 0

  /// The clients of a listener that were not accepted yet.
  private var queues: [String: [String]] = [:]

  /// What was sent to an open file and not received yet.
  private var inFlight: [Int: [Entry]] = [:]

  /// What steps that are done later will close, from the next wait on.
  private var closingLater: [String] = []

  /// Whether an object was closed, whose number another would get.
  private(set) var hasClosed = false

  /// The kind of an object.
  func kind(of name: String) -> ObjectKind.Plain? { entries[name]?.kind }

  /// The other end, as long as it is open under some name.
  func peer(of name: String) -> String? {
    guard let peer = entries[name]?.peer else { return nil }
    return entries.filter { $0.value.isOpen && $0.value.file == peer }.keys.min()
  }

  /// Whether what is written to an object shows at its other end when a line has ended.
  func writesLines(_ name: String) -> Bool {
    peer(of: name).flatMap { entries[$0]?.takesLines } ?? false
  }

  /// Whether an object has another end, open or not.
  func hadPeer(_ name: String) -> Bool { entries[name]?.peer != nil }

  /// Whether to close an object is to close its file.
  func isLast(_ name: String) -> Bool {
    let file = entries[name]?.file
    return entries.values.count { $0.isOpen && $0.file == file } == 1
      && !inFlight.values.joined().contains { $0.file == file }
  }

  private mutating func add(_ name: String, _ kind: ObjectKind.Plain, peer: Int? = nil) {
    entries[name] = Entry(kind: kind, file: fileCount, peer: peer)
    fileCount += 1
  }

  /// Notes what a step makes and closes.
  mutating func note(_ step: Step) {
    switch step.action {
    case .open(let names, .plain(let kind), let options):
      let first = fileCount
      for place in names.indices {
        add(names[place], kind.end(place), peer: names.count == 2 ? first + 1 - place : nil)
        entries[names[place]]?.takesLines = options.isCanonical && place == 1
      }
    case .open(let names, .dup(let original), _):
      entries[names[0]] = entries[original]
      entries[names[0]]?.isOpen = true
    case .open(let names, _, _): add(names[0], .fifo)
    case .connect(let client, let listener):
      add(client, kind(of: listener) == .unixListener ? .unixStream : .tcp)
      queues[listener, default: []].append(client)
    case .accept(let name, let listener): noteAccepted(name, listener)
    case .send(let name, let socket):
      if let entry = entries[name], let receiver = entries[socket]?.peer {
        inFlight[receiver, default: []].append(entry)
      }
    case .receive(let name, let socket):
      guard let file = entries[socket]?.file, inFlight[file]?.isEmpty == false else { return }
      entries[name] = inFlight[file]?.removeFirst()
    case .object(let name, .close), .object(let name, .reset):
      closingLater.append(name)
      if step.moment == .inTurn { close() }
    case .wait, .collect: close()
    default: break
    }
  }

  private mutating func noteAccepted(_ name: String, _ listener: String) {
    let client = queues[listener]?.isEmpty == false ? queues[listener]?.removeFirst() : nil
    add(name, kind(of: listener) == .unixListener ? .unixStream : .tcp)
    guard let client, entries[client]?.isOpen == true, kind(of: name) == .tcp else { return }
    let (near, far) = (entries[name]?.file, entries[client]?.file)
    entries[name]?.peer = far
    entries[client]?.peer = near
  }

  private mutating func close() {
    for name in closingLater {
      entries[name]?.isOpen = false
      hasClosed = true
    }
    closingLater = []
  }
}
