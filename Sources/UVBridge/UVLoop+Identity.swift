internal import CUV
public import EventLoopAPI

extension UVLoop {
  /// The name `uv` and the version of libuv found at run time.
  public static var identity: BackendIdentity { identity(named: "uv") }

  static var rawIdentity: BackendIdentity { identity(named: "uv-raw") }

  /// The whole contract; deadlines in milliseconds.
  ///
  /// Exclusive registrations have the kernel's refusals, but an event wakes every loop that waits for it: the
  /// kernel spares only those who wait at the very set with the registration, and a libuv loop waits at its
  /// own.
  public static var capabilities: Capabilities {
    var result = Capabilities(all: .emulated, timerResolution: .milliseconds(1))
    result.priority = .native
    result.peerClosed = .native
    return result
  }

  /// What libuv has by itself: level-triggered registrations of at least one interest.
  ///
  /// Its timers count whole milliseconds from a clock that is read once a turn, and so are early by up to
  /// one, or by the time since that turn (uv_timer_start).
  static var rawCapabilities: Capabilities {
    var result = Capabilities(all: .absent, timerResolution: .milliseconds(1))
    result.priority = .native
    result.peerClosed = .native
    result.embedding = .native
    return result
  }

  private static func identity(named name: String) -> BackendIdentity {
    BackendIdentity(name: name, mechanism: "libuv", version: String(cString: uv_version_string()))
  }
}
