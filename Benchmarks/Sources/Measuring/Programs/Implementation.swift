/// What the workloads are written on.
public enum Implementation: String, CaseIterable, Codable, Sendable {
  case c
  case uncheckedC = "c-unchecked"
  case poll
  case select
  case libuv
  case libevent
  case libev
  case nio
  case nioAsync = "nio-async"
  case nioAsyncOnLoop = "nio-async-on-loop"
  case epollLoop = "epoll-loop"
  case embeddedEpollLoop = "epoll-loop-embedded"
  case handlers
  case closures
  case uvLoop = "uv-loop"
  case crossCheck = "crosscheck"
  case asyncEpoll = "async-epoll"
  case asyncUV = "async-uv"

  /// Its part in a comparison.
  public enum Role: Sendable {
    /// What the others are measured by: C written by hand.
    case yardstick
    /// What a user would take instead of ours.
    case peer
    case ours
    /// Shown for comparison only.
    case aside
  }

  /// Its part in a comparison.
  public var role: Role {
    switch self {
    case .c: .yardstick
    case .libuv, .libevent, .libev, .nio, .nioAsync, .nioAsyncOnLoop: .peer
    case .epollLoop, .embeddedEpollLoop, .handlers, .closures, .uvLoop, .crossCheck, .asyncEpoll, .asyncUV:
      .ours
    case .uncheckedC, .poll, .select: .aside
    }
  }

  /// Whether it is on threads that wait for each other.
  public var isSeveralThreads: Bool {
    switch self {
    case .nioAsync, .nioAsyncOnLoop, .asyncEpoll, .asyncUV: true
    default: false
    }
  }

  /// The name that readers know it by.
  public var title: String {
    switch self {
    case .c: "C over epoll"
    case .uncheckedC: "C over epoll, unchecked"
    case .poll: "C over poll(2)"
    case .select: "C over select(2)"
    case .libuv, .libevent, .libev: rawValue
    case .nio: "SwiftNIO"
    case .nioAsync: "SwiftNIO, async"
    case .nioAsyncOnLoop: "SwiftNIO, async on its thread"
    case .epollLoop: "EpollLoop, wait/next"
    case .embeddedEpollLoop: "EpollLoop, Embedded Swift"
    case .handlers: "EpollLoop, handlers"
    case .closures: "EpollLoop, closures"
    case .uvLoop: "UVLoop, wait/next"
    case .crossCheck: "CrossCheckLoop"
    case .asyncEpoll: "EventLoopAsync, epoll"
    case .asyncUV: "EventLoopAsync, libuv"
    }
  }
}

extension Implementation {
  /// The name of the program's file; those of one package share one.
  public var program: String {
    switch self {
    case .c, .poll, .select: "with-c"
    case .uncheckedC, .libuv, .libevent, .libev: "with-\(rawValue)"
    case .nio, .nioAsync, .nioAsyncOnLoop: "with-nio"
    case .epollLoop, .embeddedEpollLoop, .handlers, .closures, .uvLoop, .crossCheck: "with-twinloop"
    case .asyncEpoll, .asyncUV: "with-async"
    }
  }

  /// The program that waits for one event and does no more.
  public var firstEventProgram: String {
    switch self {
    case .asyncEpoll, .asyncUV: "first-event-async"
    default: "first-event-\(rawValue)"
    }
  }

  /// The words by which a program that has several loops knows this one.
  var leadingArguments: [String] {
    switch self {
    case .c, .uncheckedC, .poll, .select, .libuv, .libevent, .libev: []
    default: [rawValue]
    }
  }

  /// The program's name for a workload: one program finds what is ready in three ways.
  func name(of workload: String) -> String {
    switch self {
    case .poll, .select: "\(workload)-by-\(rawValue)"
    default: workload
    }
  }
}
