import Measuring

extension Implementation {
  /// The peer that one of ours is to be ahead of: the one that it is built on, or the best of those that its
  /// users would take instead.
  ///
  /// - Parameter peers: The peers that take part, the best first.
  func rival(among peers: [Implementation]) -> Implementation? {
    guard role == .ours else { return nil }
    let own: [Implementation] =
      switch self {
      case .uvLoop: [.libuv]
      case .asyncEpoll, .asyncUV: [.nioAsync, .nioAsyncOnLoop]
      default: []
      }
    return peers.first(where: own.contains) ?? peers.first
  }
}
