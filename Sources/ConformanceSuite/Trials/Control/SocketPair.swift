internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// Two connected sockets, and how a loop watches them.
struct SocketPair {
  /// The numbers of both.
  let descriptors: [CInt]

  /// The registration of each, if it has one.
  var registrations: [(token: Token, interest: Interest)?] = [nil, nil]

  /// Opens them.
  ///
  /// - Throws: `ErrorCode` of socketpair(2).
  init() throws(ErrorCode) {
    let ends = try PipeEnds(cobjects_channel())
    descriptors = [ends.read, ends.write]
    for descriptor in descriptors { _ = cobjects_set_nonblocking(descriptor, 1) }
  }

  /// Ends both registrations.
  mutating func end<Loop: EventLoop & ~Copyable>(in loop: inout Loop) throws(LoopError) {
    for place in registrations.indices {
      if let registration = registrations[place] { try loop.deregister(registration.token) }
      registrations[place] = nil
    }
  }

  /// Closes both.
  func close() {
    for descriptor in descriptors { Glibc.close(descriptor) }
  }

  /// What a loop has to tell of them now, as poll(2) says.
  var expected: [Event] {
    zip(descriptors, registrations).compactMap { descriptor, registration in
      guard let registration else { return nil }
      let events = cobjects_poll(descriptor, CShort(registration.interest.rawValue), 0)
      return events > 0 ? .ready(registration.token, Readiness(rawValue: UInt32(events))) : nil
    }
  }
}
