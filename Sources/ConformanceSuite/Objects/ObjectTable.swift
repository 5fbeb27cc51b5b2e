internal import CObjects
internal import Glibc

/// The objects of a scenario by their names; all are closed at the end.
struct ObjectTable: ~Copyable {
  private(set) var objects: [String: KernelObject] = [:]

  deinit {
    for object in objects.values where object.isOpen {
      close(object.descriptor)
    }
  }

  /// Why a step on an object could not be done: an `errno`, or the step does not go with the object.
  enum Failure: Error {
    case refused(CInt)
    case other(String)

    var outcome: Outcome {
      switch self {
      case .refused(let code): .word(ErrorName.of(code))
      case .other(let text): .word(text)
      }
    }
  }

  func find(_ name: String) throws(Failure) -> KernelObject {
    guard let object = objects[name] else { throw .other("not opened") }
    return object
  }

  /// The other end, as long as it is open.
  func peer(of object: KernelObject) -> KernelObject? {
    object.peer.flatMap { objects[$0] }.flatMap { $0.isOpen ? $0 : nil }
  }

  mutating func setPeer(of name: String, to peer: String) {
    objects[name]?.peer = peer
  }

  mutating func markClosed(_ name: String) {
    objects[name]?.isOpen = false
  }

  /// Adds a descriptor, at the number that a closed object had if that is asked for, and closes it if it
  /// cannot.
  mutating func add(
    _ name: String, _ descriptor: CInt, _ kind: ObjectKind.Plain, peer: String? = nil, reusing: String? = nil
  ) throws(Failure) {
    var number = descriptor
    if let reusing {
      do throws(Failure) {
        number = try formerNumber(of: reusing)
        if number != descriptor { try Self.check(cobjects_duplicate_onto(descriptor, number)) }
      } catch {
        close(descriptor)
        throw error
      }
      if number != descriptor { close(descriptor) }
    }
    objects[name] = KernelObject(descriptor: number, kind: kind, peer: peer)
  }

  private func formerNumber(of name: String) throws(Failure) -> CInt {
    let former = try find(name)
    guard !former.isOpen else { throw .other("\(name) is still open") }
    return former.descriptor
  }

  /// The result of a call, or its refusal.
  @discardableResult
  static func check(_ result: CInt) throws(Failure) -> CInt {
    guard result >= 0 else { throw .refused(-result) }
    return result
  }

  /// The result of a call that sets `errno`, or its refusal.
  @discardableResult
  static func checkErrno(_ result: Int) throws(Failure) -> Int {
    guard result >= 0 else { throw .refused(errno) }
    return result
  }
}
