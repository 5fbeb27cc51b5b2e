internal import CObjects
internal import Glibc

/// The number that epoll_create(2) is given.
enum SizeIgnored: KernelTrial {
  static var trial: Trial {
    Trial(
      "creation/size-ignored", "The size of epoll_create must be positive, and says nothing.",
      cites: ["man:epoll_create(2)", "row:create-size-ignored"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) {
    for size in [CInt.min, -1, 0] {
      log.see("epoll_create(\(size))", outcome(of: cobjects_epoll_of_size(size)), is: "EINVAL")
    }
    for size in [1, 1000, CInt.max] {
      log.see("epoll_create(\(size))", outcome(of: cobjects_epoll_of_size(size)), is: "a descriptor")
    }
  }

  /// Says what a call has led to, and closes a descriptor that it gave.
  private static func outcome(of result: CInt) -> String {
    guard result >= 0 else { return ErrorName.of(-result) }
    close(result)
    return "a descriptor"
  }
}
