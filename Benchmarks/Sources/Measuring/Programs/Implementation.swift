/// What the workloads are written on; each is a program of its own.
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

  /// The name of the program's file.
  public var program: String { "with-\(rawValue)" }

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
