import Measuring

extension Implementation {
  /// The colour that it has in all plots: one hue for ours, told apart from the peers by people who see few
  /// colours.
  var colour: String {
    switch self {
    case .c, .uncheckedC: "#000000"
    case .poll: "#888888"
    case .select: "#bbbbbb"
    case .libuv: "#009e73"
    case .libevent: "#cc79a7"
    case .libev: "#e69f00"
    case .nio: "#d55e00"
    case .nioAsync: "#8c3a00"
    case .nioAsyncOnLoop: "#b3683a"
    case .epollLoop, .embeddedEpollLoop, .handlers, .closures: "#0072b2"
    case .uvLoop: "#56b4e9"
    case .crossCheck: "#7f7fd5"
    case .asyncEpoll: "#004c78"
    case .asyncUV: "#3d8fbf"
    }
  }
}
