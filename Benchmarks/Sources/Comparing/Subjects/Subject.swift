public import Measuring

/// What one variant of a benchmark runs.
public enum Subject: Hashable, Sendable {
  /// A workload that a program runs by itself.
  case workload(Workload)

  /// A TCP server, with a load of connections that each have one message of so many bytes on its way.
  case echo(connections: Int, bytes: Int)

  /// A process, from its start to its end, that waits for one event.
  case process
}
