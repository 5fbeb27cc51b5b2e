extension ObjectState {
  static let unixSockets = [
    ObjectState("unix/idle", "nothing received", "open a b = unix-stream", "watch a"),
    ObjectState("unix/data", "with data", "open a b = unix-stream", "write b 1", "watch a"),
    ObjectState(
      "unix/peer-shut-writing", "the peer shut its writing half",
      "open a b = unix-stream", "shutdown b write", "watch a"),
    ObjectState(
      "unix/peer-closed", "the peer closed", "open a b = unix-stream", "close b", "watch a"),
    ObjectState(
      "unix/peer-closed-unread", "the peer closed without having read all",
      "open a b = unix-stream", "write a 1", "close b", "watch a"),
    ObjectState(
      "unix/own-reading-shut", "its own reading half shut",
      "open a b = unix-stream", "shutdown a read", "watch a"),
    ObjectState(
      "unix/own-writing-shut", "its own writing half shut",
      "open a b = unix-stream", "shutdown a write", "watch a"),
    ObjectState(
      "unix/own-both-shut", "both its own halves shut",
      "open a b = unix-stream", "shutdown a both", "watch a"),
    ObjectState("unix/unconnected", "neither bound nor connected", "open a = unix-socket", "watch a"),
    ObjectState(
      "unix/listener-closed", "a client that was not accepted, the listener closed",
      "open l = unix-listener", "connect a to l", "close l", "watch a"),
    ObjectState("unix-datagram/idle", "nothing received", "open a b = unix-datagram", "watch a"),
    ObjectState(
      "unix-datagram/empty-datagram", "with a datagram of no bytes",
      "open a b = unix-datagram", "write b 0", "watch a"),
    ObjectState(
      "unix-datagram/peer-closed", "the peer closed", "open a b = unix-datagram", "close b", "watch a"),
  ]

  static let tcp = [
    ObjectState("tcp/idle", "nothing received", "open a b = tcp", "watch a"),
    ObjectState("tcp/data", "with data", "open a b = tcp", "write b 1", "watch a"),
    ObjectState(
      "tcp/peer-shut-writing", "the peer shut its writing half (FIN)",
      "open a b = tcp", "shutdown b write", "watch a"),
    ObjectState(
      "tcp/both-shut-writing", "both ends shut their writing halves",
      "open a b = tcp", "shutdown a write", "shutdown b write", "watch a"),
    ObjectState("tcp/reset", "the peer reset the connection", "open a b = tcp", "reset b", "watch a"),
    ObjectState(
      "tcp/reset-error-taken", "the same, SO_ERROR read",
      "open a b = tcp", "reset b", "take-error a -> ECONNRESET", "watch a"),
    ObjectState("tcp/refused", "its connection was refused", "open a = tcp-socket", "refuse a", "watch a"),
    ObjectState("tcp/unconnected", "neither bound nor connected", "open a = tcp-socket", "watch a"),
    ObjectState("tcp/urgent", "with urgent data", "open a b = tcp", "send-urgent b", "watch a"),
    ObjectState(
      "tcp/urgent-and-data", "with urgent and other data",
      "open a b = tcp", "write b 1", "send-urgent b", "watch a"),
    ObjectState(
      "tcp/urgent-inline", "with urgent data among the other (SO_OOBINLINE)",
      "open a b = tcp", "set a urgent-inline", "send-urgent b", "watch a"),
    ObjectState(
      "tcp/urgent-then-reset", "with urgent data, then reset by the peer",
      "open a b = tcp", "send-urgent b", "reset b", "watch a"),
    ObjectState("tcp/connecting", "trying to connect (SYN-SENT)", "open a = tcp-connecting", "watch a"),
    ObjectState(
      "tcp/connecting-shut", "the same, both its halves shut",
      "open a = tcp-connecting", "shutdown a both", "watch a"),
    ObjectState("tcp-listener/idle", "no connection waits", "open l = tcp-listener", "watch l"),
    ObjectState(
      "tcp-listener/pending", "a connection waits", "open l = tcp-listener", "connect c to l", "watch l"),
    ObjectState(
      "tcp-listener/shut", "its reading half shut", "open l = tcp-listener", "shutdown l read", "watch l"),
  ]
}
