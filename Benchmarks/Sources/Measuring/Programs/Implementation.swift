/// What the workloads are written on.
public enum Implementation: String, CaseIterable, Codable, Sendable {
  case c
  case uncheckedC = "c-unchecked"
  case waitAndNext = "epoll-loop"
  case handlers
  case closures
  case libuv
  case uvLoop = "uv-loop"
  case libevent
  case libev

  /// The name of the program's file; the loops of this package share one.
  public var program: String {
    switch self {
    case .waitAndNext, .handlers, .closures, .uvLoop: "with-twinloop"
    case .c, .uncheckedC, .libuv, .libevent, .libev: "with-\(rawValue)"
    }
  }

  /// The words that come before the workload on the program's command line: where it has several loops, which.
  public var leadingArguments: [String] {
    switch self {
    case .waitAndNext, .handlers, .closures, .uvLoop: [rawValue]
    case .c, .uncheckedC, .libuv, .libevent, .libev: []
    }
  }

  /// The name that readers know it by.
  public var title: String {
    switch self {
    case .c: "C over epoll"
    case .uncheckedC: "C over epoll, unchecked"
    case .waitAndNext: "EpollLoop, wait/next"
    case .handlers: "EpollLoop, handlers"
    case .closures: "EpollLoop, closures"
    case .uvLoop: "UVLoop, wait/next"
    case .libuv, .libevent, .libev: rawValue
    }
  }
}
