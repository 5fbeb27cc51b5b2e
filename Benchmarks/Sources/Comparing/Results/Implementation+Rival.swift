import Measuring

extension Implementation {
  /// The peer that one of ours is to be ahead of: the one that it is built on or whose users would take it instead,
  /// or else the best of all.
  func rival(among contestants: [Implementation], best: Implementation?) -> Implementation? {
    guard role == .ours else { return nil }
    let own: Implementation? =
      switch self {
      case .uvLoop: .libuv
      case .asyncEpoll, .asyncUV: .nioAsync
      default: nil
      }
    guard let own, contestants.contains(own) else { return best }
    return own
  }
}
