import CEpoll
import CObjects
import Glibc

extension KernelRunner {
  mutating func open(_ kind: Step.Opened) -> [CInt] {
    switch kind {
    case .pipe: return halves(cobjects_pipe(1))
    case .fifo: return halves(cobjects_fifo())
    case .stream: return socketPair(SOCK_STREAM)
    case .datagram: return socketPair(SOCK_DGRAM)
    case .seqpacket: return socketPair(SOCK_SEQPACKET)
    case .unixSocket: return [cobjects_unix_socket()]
    case .unixListener:
      let listener = cobjects_unix_socket()
      _ = cobjects_bind_unix(listener)
      listen(listener, 2)
      return [listener]
    case .counter: return [cobjects_eventfd(1, 0)]
    case .semaphore: return [cobjects_eventfd(2, 1)]
    case .timer: return [cobjects_timerfd()]
    case .signals: return [cobjects_signalfd(SIGUSR2)]
    case .process:
      let process = cobjects_ended_process()
      _ = cobjects_poll(process, CShort(POLLIN), 1000)
      if let number = processNumber(of: process) { processes.append(number) }
      return [process]
    case .epoll: return [cobjects_epoll()]
    case .file: return [cobjects_memfd("file")]
    case .null: return [cobjects_null()]
    case .tcp: return tcpPair()
    case .tcpSocket: return [cobjects_socket(CInt(SOCK_STREAM.rawValue))]
    case .tcpListener: return [listener()]
    case .udp:
      let ends = (0..<2).map { _ in cobjects_socket(CInt(SOCK_DGRAM.rawValue)) }
      for end in ends { _ = cobjects_bind(end) }
      _ = cobjects_connect(ends[0], ends[1])
      _ = cobjects_connect(ends[1], ends[0])
      return ends
    case .terminal: return halves(cobjects_pty())
    }
  }

  /// The process of a pidfd, which the kernel tells in a line such as "Pid:	123".
  private func processNumber(of descriptor: CInt) -> pid_t? {
    let file = Glibc.open("/proc/self/fdinfo/\(descriptor)", O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = Glibc.read(file, &bytes, bytes.count)
    let lines = String(decoding: bytes[..<max(count, 0)], as: UTF8.self).split(separator: "\n")
    return lines.first { $0.hasPrefix("Pid:\t") }.flatMap { pid_t($0.dropFirst(5)) }
  }

  private func halves(_ ends: Int64) -> [CInt] {
    ends < 0 ? [CInt(ends)] : [CInt(truncatingIfNeeded: ends), CInt(ends >> 32)]
  }

  private func socketPair(_ type: __socket_type) -> [CInt] {
    var ends: [CInt] = [-1, -1]
    socketpair(AF_UNIX, CInt(type.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0, &ends)
    return ends
  }

  private func listener() -> CInt {
    let listener = cobjects_socket(CInt(SOCK_STREAM.rawValue))
    _ = cobjects_bind(listener)
    listen(listener, 64)
    return listener
  }

  private func tcpPair() -> [CInt] {
    let listener = listener()
    let client = cobjects_socket(CInt(SOCK_STREAM.rawValue))
    _ = cobjects_connect(client, listener)
    while cobjects_queued_connections(listener) == 0 { sched_yield() }
    let server = cobjects_accept(listener)
    for end in [client, server] { _ = cobjects_option(end, CInt(IPPROTO_TCP), TCP_NODELAY, 1) }
    close(listener)
    return [client, server]
  }

  mutating func connect(to target: CInt) -> StepResult {
    let queued = cobjects_queued_connections(target)
    let isTCP = queued >= 0
    let client = isTCP ? cobjects_socket(CInt(SOCK_STREAM.rawValue)) : cobjects_unix_socket()
    let result = cobjects_connect(client, target)
    if result < 0, result != -EINPROGRESS {
      close(client)
      return [Int64(result)]
    }
    if isTCP {
      _ = cobjects_option(client, CInt(IPPROTO_TCP), TCP_NODELAY, 1)
      // An accepted connection has its listener's address, and never a queue of its own.
      for _ in 0..<20_000 {
        if cobjects_queued_connections(target) > queued { break }
        if cobjects_poll(client, CShort(POLLERR), 0) & CInt(POLLERR) != 0 {
          close(client)
          return [-Int64(ECONNREFUSED)]
        }
        sched_yield()
      }
    }
    return place([client])
  }

  func refuse(_ number: CInt) -> StepResult {
    let other = cobjects_socket(CInt(SOCK_STREAM.rawValue))
    defer { close(other) }
    _ = cobjects_bind(other)
    let result = cobjects_connect(Self.real(number), other)
    // The second call for a connection that was in progress tells that it is there.
    if result == 0 { return [-Int64(EISCONN)] }
    if result < 0, result != -EINPROGRESS { return [Int64(result)] }
    _ = cobjects_poll(Self.real(number), CShort(POLLERR), 1000)
    return []
  }
}
