internal import CObjects
internal import EventLoopAPI
internal import Glibc

extension Claim {
  static let creation: [Claim] = [
    create1ReturnsDescriptor, create1CloseOnExec, create1BadFlags, createSizePositive, createSizeArbitrary,
    createEndsAtLimit, createMaxUserInstances, freedWithLastReference, pollable, nested, mmap, bitValues,
    dataUntouched,
  ]

  private static let create1ReturnsDescriptor = Claim(
    "create1-returns-fd", .tutorial, "epoll_create1(0) makes an instance and returns a descriptor of it."
  ) { log in
    let set = try OwnedDescriptor(cobjects_epoll_with_flags(0))
    log.see("epoll_create1(0)", set.number >= 0 ? "a descriptor" : "none", claimed: "a descriptor")
    var name = [UInt8](repeating: 0, count: 100)
    let length = readlink("/proc/self/fd/\(set.number)", &name, name.count)
    log.see(
      "what /proc/self/fd calls it", String(decoding: name.prefix(max(0, length)), as: UTF8.self),
      claimed: "anon_inode:[eventpoll]")
  }

  private static let create1CloseOnExec = Claim(
    "create1-cloexec", .tutorial, "An instance made with EPOLL_CLOEXEC is closed by exec, and another is not."
  ) { log in
    for (flags, claimed) in [("EPOLL_CLOEXEC", "closed"), ("0", "still open")] {
      let set = try OwnedDescriptor(flags == "0" ? cobjects_epoll_with_flags(0) : cobjects_epoll())
      let isFlagged = fcntl(set.number, F_GETFD) & FD_CLOEXEC != 0
      log.see(
        "FD_CLOEXEC after epoll_create1(\(flags))", isFlagged ? "set" : "not set",
        claimed: flags == "0" ? "not set" : "set")
      // Not by dup2, which would take the flag away: the shell inherits all that is not closed.
      let status = try run(["/bin/sh", "-c", "[ -e /proc/self/fd/\(set.number) ]"])
      log.see(
        "the descriptor in a shell that is then started", status == 0 ? "still open" : "closed",
        claimed: claimed)
    }
  }

  /// Runs a program and returns its exit status.
  private static func run(_ arguments: [String]) throws -> CInt {
    var process: pid_t = 0
    let result = CStrings.with(arguments) { posix_spawn(&process, arguments[0], nil, nil, $0, environ) }
    guard result == 0 else {
      throw ClaimObstacle("\(arguments[0]) cannot be started: \(ErrorName.of(result))")
    }
    var status: CInt = 0
    waitpid(process, &status, 0)
    return status
  }

  private static let create1BadFlags = Claim(
    "create1-bad-flags", .tutorial,
    "EPOLL_CLOEXEC is the only flag that epoll_create1 takes; EPOLLIN is refused."
  ) { log in
    log.see("epoll_create1(EPOLLIN)", made(epoll_create1(CInt(EPOLLIN.rawValue))), claimed: "EINVAL")
    let flags = (0..<32).map { CInt(bitPattern: UInt32(1) << UInt32($0)) }
    let accepted = flags.filter { made(epoll_create1($0)) == "a descriptor" }
    // The two constants are one number.
    let names = accepted.map { $0 == O_CLOEXEC ? "EPOLL_CLOEXEC" : "\($0)" }
    log.see(
      "of the 32 bits, each by itself, those that are taken", names.joined(separator: ", "),
      claimed: "EPOLL_CLOEXEC")
  }

  private static let createSizePositive = Claim(
    "create-size-positive", .notes, "The size of epoll_create is ignored, but must be greater than zero."
  ) { log in
    for size in [CInt.min, -1, 0] {
      log.see("epoll_create(\(size))", made(epoll_create(size)), claimed: "EINVAL")
    }
    for size in [1, 1000, CInt.max] {
      log.see("epoll_create(\(size))", made(epoll_create(size)), claimed: "a descriptor")
    }
  }

  private static let createSizeArbitrary = Claim(
    "create-size-arbitrary", .introduction,
    "The size of epoll_create has no use any more, and may be any number, such as 0."
  ) { log in
    for size in [-1, 0, 1, CInt.max] {
      log.see("epoll_create(\(size))", made(epoll_create(size)), claimed: "a descriptor")
    }
  }

  private static let createMaxUserInstances = Claim(
    "create-max-user-instances", .notes,
    "How many instances a user may have is limited by max_user_instances in a folder of /proc/sys."
  ) { log in
    let paths = ["fd", "fs"].map { "/proc/sys/\($0)/epoll/max_user_instances" }
    log.see(
      "\(paths[0]), which is the document's misprint, or \(paths[1])",
      paths.contains { access($0, F_OK) == 0 } ? "either is there" : "neither is there",
      claimed: "either is there")
    let watches = "/proc/sys/fs/epoll/max_user_watches"
    log.note("\(watches), the limit of registrations", access(watches, F_OK) == 0 ? "there" : "not there")
  }

  /// What a call that makes an instance has led to; closes it.
  private static func made(_ result: CInt) -> String {
    guard result >= 0 else { return ErrorName.of(errno) }
    close(result)
    return "a descriptor"
  }

  private static let createEndsAtLimit = Claim(
    "create-emfile-at-limit", .tutorial,
    "Making instances without closing them ends at the limit of descriptors."
  ) { log in
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = min(limit.rlim_max, 200)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    log.did("RLIMIT_NOFILE lowered to 200")
    var made: [CInt] = []
    defer { made.forEach { close($0) } }
    var result = cobjects_epoll()
    while result >= 0, made.count < 1000 {
      made.append(result)
      result = cobjects_epoll()
    }
    log.see(
      "epoll_create1 until it fails", result < 0 ? ErrorName.of(-result) : "1000 made", claimed: "EMFILE")
    log.see(
      "the greatest number that was given", made.max() == 199 ? "the last below the limit" : "another",
      claimed: "the last below the limit", measured: "\(made.count) instances")
    if let last = made.popLast() { close(last) }
    let again = cobjects_epoll()
    if again >= 0 { made.append(again) }
    log.see(
      "one closed, and epoll_create1", again >= 0 ? "a descriptor" : ErrorName.of(-again),
      claimed: "a descriptor")
  }
}
