import EventLoopAPI
import Glibc

extension PollLoop {
  mutating func register(
    _ descriptor: CInt, for interest: Interest, trigger: Trigger
  ) throws(LoopError) -> Token {
    guard capabilities.supports(trigger) else { throw LoopError(.register, .unsupported) }
    guard let file = Registration.FileIdentity(of: descriptor) else {
      throw LoopError(.register, .badDescriptor)
    }
    guard !file.isAlwaysReady else { throw LoopError(.register, .notPermitted) }
    if let former = registrations[descriptor] {
      guard former.file != file else { throw LoopError(.register, .exists) }
      superseded.insert(former.token)
    }
    generation &+= 1
    let token = Token(index: UInt32(descriptor), generation: generation)
    registrations[descriptor] = Registration(token: token, file: file, isOneShot: trigger == .oneShot)
    ask(of: descriptor, for: interest)
    return token
  }

  mutating func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    guard capabilities.supports(trigger) else { throw LoopError(.modify, .unsupported) }
    guard let registration = registration(named: token) else { throw LoopError(.modify, .notFound) }
    let descriptor = CInt(token.index)
    guard let file = Registration.FileIdentity(of: descriptor) else {
      throw LoopError(.modify, .badDescriptor)
    }
    guard file == registration.file else { throw LoopError(.modify, .notFound) }
    registrations[descriptor] = Registration(token: token, file: file, isOneShot: trigger == .oneShot)
    ask(of: descriptor, for: interest)
  }

  mutating func deregister(_ token: Token) throws(LoopError) {
    if registration(named: token) != nil {
      registrations[CInt(token.index)] = nil
      silence(CInt(token.index))
    } else if superseded.remove(token) == nil {
      throw LoopError(.deregister, .notFound)
    }
  }

  /// The live registration of this name.
  func registration(named token: Token) -> Registration? {
    guard let registration = registrations[CInt(truncatingIfNeeded: token.index)], registration.token == token
    else { return nil }
    return registration
  }

  /// Has the next wait ask of a descriptor; hangup and error the kernel tells without being asked.
  mutating func ask(of descriptor: CInt, for interest: Interest) {
    while polled.count <= Int(descriptor) {
      polled.append(pollfd(fd: -1, events: 0, revents: 0))
    }
    polled[Int(descriptor)] = pollfd(fd: descriptor, events: CShort(interest.rawValue), revents: 0)
  }

  /// Has waits ask nothing of a descriptor any more, not even for hangup and error.
  mutating func silence(_ descriptor: CInt) {
    polled[Int(descriptor)].fd = -1
  }
}
