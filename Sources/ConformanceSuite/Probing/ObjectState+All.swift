extension ObjectState {
  /// The states that `conformance probe` looks at.
  ///
  /// Those that a process can be in only with namespaces of its own come last, since it keeps them.
  public static let all = pipes + unixSockets + tcp + udp + counters + terminals + systemFiles

  /// The states that names and globs choose, each once, or all of them for no names.
  ///
  /// - Throws: ``ProbeError`` for a name that fits nothing.
  public static func select(_ names: [String]) throws(ProbeError) -> [ObjectState] {
    for name in names where !all.contains(where: { Glob(name).matches($0.name) }) {
      throw ProbeError.unknownState(name)
    }
    return names.isEmpty ? all : all.filter { state in names.contains { Glob($0).matches(state.name) } }
  }

  private static let pipes = [
    ObjectState("pipe/empty", "the read end, nothing written", "open r w = pipe", "watch r"),
    ObjectState("pipe/data", "the read end, with data", "open r w = pipe", "write w 1", "watch r"),
    ObjectState(
      "pipe/data-writer-closed", "the read end, with data, the writer gone",
      "open r w = pipe", "write w 1", "close w", "watch r"),
    ObjectState(
      "pipe/drained-writer-closed", "the read end, all read, the writer gone",
      "open r w = pipe", "write w 1", "close w", "drain r", "watch r"),
    ObjectState("pipe/room", "the write end, with room", "open r w = pipe", "watch w"),
    ObjectState("pipe/full", "the write end, without room", "open r w = pipe", "fill w", "watch w"),
    ObjectState(
      "pipe/reader-closed", "the write end, with room, the reader gone",
      "open r w = pipe", "close r", "watch w"),
    ObjectState(
      "pipe/full-reader-closed", "the write end, without room, the reader gone",
      "open r w = pipe", "fill w", "close r", "watch w"),
  ]

  private static let udp = [
    ObjectState("udp/idle", "nothing received", "open a b = udp", "watch a"),
    ObjectState(
      "udp/refused", "a datagram sent to a port that was closed (ICMP)",
      "open a b = udp", "close b", "write a 1", "watch a"),
  ]

  private static let counters = [
    ObjectState("eventfd/zero", "counts 0", "open e = eventfd", "watch e"),
    ObjectState("eventfd/one", "counts 1", "open e = eventfd initial=1", "watch e"),
    ObjectState("eventfd/maximum", "counts all it can", "open e = eventfd", "fill e", "watch e"),
    ObjectState("timerfd/expired", "has expired", "open t = timerfd", "arm t 1us", "watch t"),
    ObjectState("pidfd/ended", "the process has ended (zombie)", "open p = pidfd", "watch p"),
    ObjectState(
      "pidfd/reaped", "the process was waited for", "open p = pidfd", "reap p", "watch p"),
  ]

  private static let terminals = [
    ObjectState(
      "pty/slave-closed", "the master, the slave closed", "open m s = pty", "close s", "watch m"),
    ObjectState(
      "pty/data-slave-closed", "the master, the slave wrote and closed",
      "open m s = pty", "write s 1", "close s", "watch m"),
    ObjectState(
      "pty/master-closed", "the slave, the master closed", "open m s = pty", "close m", "watch s"),
  ]

  private static let systemFiles = [
    ObjectState("sysfs/unread", "an attribute that was never read", "open s = sysfs", "watch s"),
    ObjectState(
      "proc/mounts-changed", "/proc/self/mounts, when there was a mount",
      "open m = mounts", "watch m", "change m"),
    ObjectState(
      "proc/hostname-changed", "/proc/sys/kernel/hostname, when it was set",
      "open h = hostname", "watch h", "change h"),
  ]
}
