/// The name of a backend and the version of what it runs on.
public struct BackendIdentity: Hashable, Sendable {
  /// The short name by which commands and reports know the backend, such as `epoll`.
  public var name: String

  /// The name of the mechanism, such as `libuv`.
  public var mechanism: String

  /// The version found at run time, such as `1.44.2`; for the kernel's own mechanisms its release.
  public var version: String

  /// Makes an identity from its parts.
  public init(name: String, mechanism: String, version: String) {
    self.name = name
    self.mechanism = mechanism
    self.version = version
  }
}

extension BackendIdentity: CustomStringConvertible {
  /// The mechanism with its version, such as `libuv 1.44.2`.
  public var description: String { "\(mechanism) \(version)" }
}
