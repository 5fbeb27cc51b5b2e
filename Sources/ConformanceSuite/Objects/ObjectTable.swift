internal import CObjects
internal import Glibc

/// The objects of a scenario by their names; all are closed at the end.
struct ObjectTable: ~Copyable {
  private(set) var objects: [String: KernelObject] = [:]

  /// The greatest number that an object has had.
  ///
  /// Each gets a greater one, unless a scenario asks for one that was closed. They begin far above those that
  /// are given out by themselves, so that no loop takes a closed object's number for something of its own.
  private var lastNumber: CInt = 100

  /// What was sent over unix sockets and not received yet, by the open file of the socket that it goes to.
  var inFlight: [Int: [KernelObject]] = [:]

  /// The number of open files that there were.
  private var fileCount = 0

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

  /// An object that is not closed: the number of one that is may stand for something else by now.
  func findOpen(_ name: String) throws(Failure) -> KernelObject {
    let object = try find(name)
    guard object.isOpen else { throw .refused(EBADF) }
    return object
  }

  /// The other end, as long as it is open under some name.
  func peer(of object: KernelObject) -> KernelObject? {
    guard let peer = object.peer else { return nil }
    return objects.values.first { $0.isOpen && $0.file == peer }
  }

  /// The other end if an operation has an effect on it: to close one of several numbers has none.
  func peer(of object: KernelObject, affectedBy operation: ObjectOperation) -> KernelObject? {
    let isEnd = operation == .close || operation == .reset
    let isSent = inFlight.values.joined().contains { $0.file == object.file }
    let isShared = isSent || objects.values.count(where: { $0.isOpen && $0.file == object.file }) > 1
    if isEnd, isShared { return nil }
    return peer(of: object)
  }

  /// Numbers for open files that are about to be added.
  mutating func newFiles(_ count: Int) -> Range<Int> {
    defer { fileCount += count }
    return fileCount..<fileCount + count
  }

  mutating func setPeer(of name: String, to peer: String) {
    let file = objects[peer]?.file
    objects[name]?.peer = file
  }

  /// Closes an object as if it had never been there.
  mutating func discard(_ name: String) {
    if let object = objects.removeValue(forKey: name) { close(object.descriptor) }
  }

  mutating func markClosed(_ name: String) {
    objects[name]?.isOpen = false
  }

  /// Adds a descriptor, at the number that a closed object had if that is asked for, and closes it if it
  /// cannot.
  mutating func add(
    _ name: String, _ descriptor: CInt, _ kind: ObjectKind.Plain, file: Int? = nil, peer: Int? = nil,
    reusing: String? = nil
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
    } else {
      let fresh = cobjects_duplicate_above(descriptor, lastNumber)
      close(descriptor)
      number = try Self.check(fresh)
      lastNumber = number
    }
    objects[name] = KernelObject(
      descriptor: number, kind: kind, file: file ?? newFiles(1).lowerBound, peer: peer)
  }

  private func formerNumber(of name: String) throws(Failure) -> CInt {
    let former = try find(name)
    guard !former.isOpen else { throw .other("\(name) is still open") }
    let isTaken = objects.values.contains { $0.isOpen && $0.descriptor == former.descriptor }
    guard !isTaken else { throw .other("the number of \(name) is taken") }
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
