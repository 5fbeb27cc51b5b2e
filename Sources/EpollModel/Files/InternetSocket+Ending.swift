extension ModelKernel {
  /// Sends FIN, and takes the peer's acknowledgement.
  ///
  /// Source: `tcp_fin` and `tcp_rcv_state_process` in net/ipv4/tcp_input.c.
  mutating func sendEnd(_ socket: Place) {
    cover(.tcpEndSent)
    internetSockets[socket].sentEnd = true
    let peer = internetSockets[socket].peer
    guard peer != nowhere else { return }
    internetSockets[peer].hasEnd = true
    internetSockets[peer].shut.insert(.reading)
    if !internetSockets[peer].isDead {
      wakeAll(internetSockets[peer].queue)
      wake(internetSockets[peer].queue, key: .dataKey)
    }
    // From FIN_WAIT1 to FIN_WAIT2, or from LAST_ACK to CLOSE.
    if internetSockets[socket].hasEnd {
      cover(.tcpOver)
      for end in [socket, peer] {
        internetSockets[end].state = .closed
        internetSockets[end].shut = .both
        if !internetSockets[end].isDead { wakeAll(internetSockets[end].queue) }
      }
    } else if !internetSockets[socket].isDead {
      wakeAll(internetSockets[socket].queue)
    }
  }

  /// Source: `inet_shutdown` in net/ipv4/af_inet.c, `tcp_shutdown`, `tcp_disconnect`.
  mutating func shutdownInternet(_ socket: Place, _ halves: UnixSocket.Halves) throws(ModelError) {
    switch internetSockets[socket].state {
    case .listening:
      cover(.tcpListenerShut)
      if halves.contains(.reading) {
        dropConnections(of: socket)
        internetSockets[socket].state = .closed
        wake(internetSockets[socket].queue, key: .error)
      }
      wakeAll(internetSockets[socket].queue)
    case .connecting:
      cover(.tcpAttemptShut)
      internetSockets[socket].state = .closed
      internetSockets[socket].error = .connectionReset
      wake(internetSockets[socket].queue, key: .error)
      wakeAll(internetSockets[socket].queue)
    case .connected:
      internetSockets[socket].shut.formUnion(halves)
      if halves == .reading { cover(.internetReadingShut) }
      if internetSockets[socket].kind == .tcp, halves.contains(.writing), !internetSockets[socket].sentEnd {
        sendEnd(socket)
      }
      wakeAll(internetSockets[socket].queue)
    case .closed:
      if internetSockets[socket].attempt == .refused { internetSockets[socket].attempt = .shut }
      internetSockets[socket].shut.formUnion(halves)
      wakeAll(internetSockets[socket].queue)
      throw refusal(.notConnected, by: .unconnectedShutRefused)
    }
  }
}
