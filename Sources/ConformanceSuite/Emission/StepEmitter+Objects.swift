extension StepEmitter {
  /// The calls that make an object, or put one into another.
  func calls(for action: Action) -> [String] {
    switch action {
    case .open(let names, let kind, let options): return opening(names, kind, options)
    case .connect(let client, let listener):
      let function = objects.kind(of: listener) == .unixListener ? "connect_unix" : "connect_tcp"
      return ["\(function)(&\(Self.variable(client)), \(Self.variable(listener)))"] + freshNumbers([client])
    case .accept(let name, let listener):
      let call = "accept4(\(Self.variable(listener)), NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)"
      return ["\(Self.variable(name)) = \(call)"] + freshNumbers([name])
    case .send(let name, let socket):
      return ["send_descriptor(\(Self.variable(socket)), \(Self.variable(name)))"]
    case .receive(let name, let socket):
      return ["receive_descriptor(&\(Self.variable(name)), \(Self.variable(socket)))"] + freshNumbers([name])
    case .nest(let epoll, let target, let events):
      let event = "&(struct epoll_event){.events = \(Self.epollFlags(events))}"
      return ["epoll_ctl(\(Self.variable(epoll)), EPOLL_CTL_ADD, \(Self.variable(target)), \(event))"]
    case .unnest(let epoll, let target):
      return ["epoll_ctl(\(Self.variable(epoll)), EPOLL_CTL_DEL, \(Self.variable(target)), NULL)"]
    default:
      assertionFailure("not a step that makes objects")
      return []
    }
  }

  private func opening(_ names: [String], _ kind: ObjectKind, _ options: OpenOptions) -> [String] {
    let variables = names.map(Self.variable)
    var calls: [String]
    var mayBlock = options.isBlocking
    switch kind {
    case .plain(let plain): calls = Self.making(plain, variables, options)
    case .dup(let original):
      calls = ["\(variables[0]) = fcntl(\(Self.variable(original)), F_DUPFD_CLOEXEC, 0)"]
      mayBlock = false
    case .fifoReader(let end): calls = ["\(variables[0]) = open_again(\(Self.variable(end)), O_RDONLY)"]
    case .fifoWriter(let end): calls = ["\(variables[0]) = open_again(\(Self.variable(end)), O_WRONLY)"]
    }
    if let former = options.reusing {
      calls += freshNumbers(names.dropFirst())
      calls.append("take_number(&\(variables[0]), \(Self.variable(former)))")
    } else {
      calls += freshNumbers(names)
    }
    if mayBlock { calls += variables.map { "set_blocking(\($0))" } }
    if kind == .plain(.tcpConnecting) { calls.append("begin_connecting(\(variables[0]))") }
    return calls
  }

  /// The calls that keep new objects off the numbers of closed ones.
  private func freshNumbers(_ names: some Sequence<String>) -> [String] {
    objects.hasClosed ? names.map { "take_fresh_number(&\(Self.variable($0)))" } : []
  }

  /// The calls that make objects of a kind.
  private static func making(
    _ kind: ObjectKind.Plain, _ variables: [String], _ options: OpenOptions
  ) -> [String] {
    let places = variables.map { "&\($0)" }.joined(separator: ", ")
    func assigning(_ call: String) -> [String] { ["\(variables[0]) = \(call)"] }
    switch kind {
    case .pipe: return ["make_pipe(\(places))"]
    case .fifo: return ["make_fifo(\(places))"]
    case .unixStream: return ["make_pair(SOCK_STREAM, \(places))"]
    case .unixDatagram: return ["make_pair(SOCK_DGRAM, \(places))"]
    case .unixSeqpacket: return ["make_pair(SOCK_SEQPACKET, \(places))"]
    case .tcp: return ["make_tcp(\(places))"]
    case .udp: return ["make_udp(\(places))"]
    case .pty:
      return ["make_terminal(\(places))"] + (options.isCanonical ? ["take_lines(\(variables[1]))"] : [])
    case .inotify: return ["make_file_watch(\(places))"]
    case .unixListener: return ["make_unix_listener(\(places))"]
    case .tcpListener: return ["make_tcp_listener(\(places), 64)"]
    case .pidfd: return ["make_ended_process(\(places))"]
    case .unixSocket: return assigning("make_socket(AF_UNIX, SOCK_STREAM)")
    case .tcpSocket, .tcpConnecting: return assigning("make_socket(AF_INET, SOCK_STREAM)")
    case .udpSocket: return assigning("make_socket(AF_INET, SOCK_DGRAM)")
    case .eventfd:
      let semaphore = options.isSemaphore ? " | EFD_SEMAPHORE" : ""
      return assigning("eventfd(\(options.initial), EFD_CLOEXEC | EFD_NONBLOCK\(semaphore))")
    case .timerfd: return assigning("timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)")
    case .signalfd: return assigning("make_signalfd(SIGUSR2)")
    case .epoll: return assigning("epoll_create1(EPOLL_CLOEXEC)")
    case .file: return assigning("memfd_create(\"file\", MFD_CLOEXEC)")
    case .null: return assigning("open(\"/dev/null\", O_RDWR | O_CLOEXEC | O_NONBLOCK)")
    case .directory: return assigning(opening("/"))
    case .random: return assigning(opening("/dev/random"))
    case .urandom: return assigning(opening("/dev/urandom"))
    case .status: return assigning(opening("/proc/self/status"))
    case .path: return assigning("open(\"/\", O_PATH | O_CLOEXEC)")
    case .mounts: return ["leave_namespaces()"] + assigning(opening("/proc/self/mounts"))
    case .hostname: return ["leave_namespaces()"] + assigning(opening("/proc/sys/kernel/hostname"))
    case .sysfs: return assigning(opening("/sys/kernel/uevent_seqnum"))
    }
  }

  private static func opening(_ path: String) -> String {
    "open(\"\(path)\", O_RDONLY | O_CLOEXEC | O_NONBLOCK)"
  }
}
