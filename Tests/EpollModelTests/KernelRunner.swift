import CEpoll
import CObjects
import EpollModel
import Glibc

/// Does steps on this machine's kernel.
///
/// A descriptor's number is the model's and an offset, so that others who open descriptors in this process do
/// not matter.
struct KernelRunner: ~Copyable {
  private static let offset: CInt = 300
  /// The children, which are waited for in the end if no program did.
  var processes: [pid_t] = []
  private var isOpen = [Bool](repeating: false, count: 128)
  private var events = [epoll_event](repeating: epoll_event(), count: 64)
  private var buffer = [UInt8](repeating: 0, count: 300_000)

  deinit {
    for number in isOpen.indices where isOpen[number] { Glibc.close(Self.real(CInt(number))) }
    for process in processes { waitpid(process, nil, 0) }
    cobjects_discard(SIGUSR2)
  }

  static func real(_ number: CInt) -> CInt { number + offset }

  func isOpen(_ number: CInt) -> Bool {
    number >= 0 && Int(number) < isOpen.count && isOpen[Int(number)]
  }

  /// poll(2), until a mask is there or the time is over; the last mask.
  func mask(of number: CInt, until expected: Int64) -> Int64 {
    var mask: Int64 = 0
    for attempt in 0..<20_000 {
      mask = poll(number)[0]
      if mask == expected { break }
      if attempt > 100 { sched_yield() }
    }
    return mask
  }

  /// Looks again and again, letting others run, until a condition holds or the time is over.
  private func waitUntil(_ condition: () -> Bool) {
    for _ in 0..<20_000 {
      if condition() { return }
      sched_yield()
    }
  }

  /// Waits until so many bytes can be read.
  func awaitBytes(_ count: Int, at number: CInt) {
    waitUntil { cobjects_readable_bytes(Self.real(number)) == CInt(count) || count == 0 }
  }

  /// Sends an acknowledgement that a connection has put off.
  func acknowledge(at number: CInt) {
    _ = cobjects_option(Self.real(number), CInt(IPPROTO_TCP), TCP_QUICKACK, 1)
  }

  /// Waits until the peer has acknowledged the end of what was sent.
  func awaitAcknowledgement(at number: CInt) {
    let passing = [TCP_FIN_WAIT1, TCP_LAST_ACK, TCP_CLOSING].map { CInt($0) }
    waitUntil { !passing.contains(cobjects_tcp_state(Self.real(number))) }
  }

  mutating func perform(_ step: Step) -> StepResult {
    switch step {
    case .open(let kind): return place(open(kind))
    case .connect(let number): return connect(to: Self.real(number))
    case .accept(let number): return place([cobjects_accept(Self.real(number))])
    case .write(let number, let count): return [write(number, count)]
    case .read(let number, let count): return [read(number, count)]
    case .fill(let number): return fill(number)
    case .shutdown(let number, let half):
      let how =
        switch half {
        case .read: SHUT_RD
        case .write: SHUT_WR
        case .both: SHUT_RDWR
        }
      return outcome(Glibc.shutdown(Self.real(number), CInt(how)))
    case .openReader(let number): return place([cobjects_fifo_end(Self.real(number), 1)])
    case .openWriter(let number): return place([cobjects_fifo_end(Self.real(number), 0)])
    case .close(let number):
      if isOpen(number) { isOpen[Int(number)] = false }
      return outcome(Glibc.close(Self.real(number)))
    case .reset(let number):
      let result = cobjects_close_with_reset(Self.real(number))
      if result == 0 { isOpen[Int(number)] = false }
      return result < 0 ? [Int64(result)] : []
    case .duplicate(let number): return place([cobjects_duplicate(Self.real(number))])
    case .duplicateOnto(let number, let target):
      let result = checked(
        number == target
          ? cobjects_flags(Self.real(number)) : cobjects_duplicate_onto(Self.real(number), Self.real(target)))
      guard result.isEmpty else { return result }
      isOpen[Int(target)] = true
      return [Int64(target)]
    case .takeError(let number): return [Int64(cobjects_take_error(Self.real(number)))]
    case .setLowWater(let number, let count):
      return checked(cobjects_option(Self.real(number), SOL_SOCKET, SO_RCVLOWAT, CInt(count)))
    case .setUrgentInline(let number):
      return checked(cobjects_option(Self.real(number), SOL_SOCKET, SO_OOBINLINE, 1))
    case .sendUrgent(let number):
      let result = send(Self.real(number), buffer, 1, CInt(MSG_OOB) | CInt(MSG_NOSIGNAL))
      return result < 0 ? [-Int64(errno)] : []
    case .readUrgent(let number):
      let result = recv(Self.real(number), &buffer, 1, CInt(MSG_OOB))
      return result < 0 ? [-Int64(errno)] : []
    case .refuse(let number): return refuse(number)
    case .expire(let number):
      let result = cobjects_arm(Self.real(number), 1)
      guard result == 0 else { return [Int64(result)] }
      _ = cobjects_poll(Self.real(number), CShort(POLLIN), 1000)
      return []
    case .raise:
      pthread_kill(pthread_self(), SIGUSR2)
      return []
    case .reap(let number): return checked(cobjects_reap(Self.real(number)))
    case .poll(let number): return poll(number)
    case .control(let epoll, let operation, let number, let mask, let data):
      return checked(cepoll_ctl(Self.real(epoll), operation.rawValue, Self.real(number), mask, data))
    case .wait(let epoll, let maximum): return wait(epoll, maximum)
    }
  }

  private func outcome(_ result: CInt) -> StepResult { result < 0 ? [-Int64(errno)] : [] }

  private func checked(_ result: CInt) -> StepResult { result < 0 ? [Int64(result)] : [] }

  /// Moves new descriptors to the numbers that the model has for them.
  mutating func place(_ descriptors: [CInt]) -> StepResult {
    var result: StepResult = []
    for descriptor in descriptors {
      guard descriptor >= 0 else { return [Int64(descriptor)] }
      var number = 3
      while isOpen[number] { number += 1 }
      isOpen[number] = true
      _ = cobjects_duplicate_onto(descriptor, Self.real(CInt(number)))
      Glibc.close(descriptor)
      result.append(Int64(number))
    }
    return result
  }

  private func poll(_ number: CInt) -> StepResult {
    var entry = pollfd(fd: Self.real(number), events: CShort(truncatingIfNeeded: everyCondition), revents: 0)
    _ = Glibc.poll(&entry, 1, 0)
    if entry.revents & CShort(POLLNVAL) != 0 { return [-Int64(EBADF)] }
    return [Int64(entry.revents)]
  }

  private mutating func wait(_ epoll: CInt, _ maximum: Int) -> StepResult {
    let count = cepoll_wait(Self.real(epoll), &events, CInt(min(maximum, 64)), 0)
    if count < 0 { return [Int64(count)] }
    return (0..<Int(count)).flatMap { [Int64(events[$0].events), Int64(events[$0].data.u64)] }
  }

  private func isSocket(_ descriptor: CInt) -> Bool {
    var value: CInt = 0
    var length = socklen_t(4)
    return getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &value, &length) == 0
  }

  private func write(_ number: CInt, _ count: Int) -> Int64 {
    let descriptor = Self.real(number)
    let result: Int
    if isSocket(descriptor) {
      result = send(descriptor, buffer, count, CInt(MSG_NOSIGNAL))
    } else {
      var value = UInt64(count)
      result =
        isCounter(descriptor) ? Glibc.write(descriptor, &value, 8) : Glibc.write(descriptor, buffer, count)
    }
    return result < 0 ? -Int64(errno) : Int64(result)
  }

  private func isCounter(_ descriptor: CInt) -> Bool {
    // A write of one byte to a counter is refused as invalid, and so is one to an epoll instance.
    var bytes = [CChar](repeating: 0, count: 64)
    let length = readlink("/proc/self/fd/\(descriptor)", &bytes, 63)
    return length > 0
      && String(decoding: bytes[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self).contains("event")
  }

  private mutating func read(_ number: CInt, _ count: Int) -> Int64 {
    // What has a size of its own is read with room for it.
    let descriptor = Self.real(number)
    var result = Glibc.read(descriptor, &buffer, min(count, buffer.count))
    if result < 0, errno == EINVAL, count < 128 {
      result = Glibc.read(descriptor, &buffer, 8)
      if result < 0, errno == EINVAL { result = Glibc.read(descriptor, &buffer, 128) }
    }
    return result < 0 ? -Int64(errno) : Int64(result)
  }

  private mutating func fill(_ number: CInt) -> StepResult {
    var counts: StepResult = [0, 0]
    while true {
      let result = write(number, 4096)
      if result == -Int64(EAGAIN) { return counts }
      if result < 0 { return [result] }
      counts[0] += 1
      counts[1] += result
    }
  }
}
