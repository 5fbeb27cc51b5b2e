import Testing

@testable import ConformanceSuite

@Suite("Fingerprints of executions")
struct ExecutionFingerprintTests {
  private func fingerprint(_ steps: String) throws -> UInt64 {
    let scenario = try Scenario.steps(steps.split(separator: "; ").joined(separator: "\n"))
    var execution = ModelExecution(scenario)
    for index in scenario.steps.indices { execution.begin(index) }
    return execution.fingerprint
  }

  @Test(
    "what differs in names, numbers and tokens alone has one fingerprint",
    arguments: [
      ("open a b = pipe; register a readable", "open reader writer = pipe; register reader readable"),
      ("open a b = pipe; open c = eventfd", "open c = eventfd; open a b = pipe"),
      (
        "open a b = pipe; open c = eventfd; register a readable; register c readable",
        "open c = eventfd; open a b = pipe; register c readable; register a readable"
      ),
      ("open a b = unix-stream; register a readable", "open a b = unix-stream; register b readable"),
      ("open a = eventfd initial=2", "open a = eventfd; write a 2"),
      ("open a b = unix-stream; write b 5; read a 5", "open a b = unix-stream"),
      ("open a = eventfd; register a readable; wait", "open a = eventfd; register a readable"),
      (
        "open a = eventfd; register a readable; deregister a; register a readable",
        "open a = eventfd; register a readable"
      ),
      ("open a = eventfd; open d = dup a; close a", "open d = eventfd; open a = dup d; close d; wait"),
      ("schedule t at 5ms", "wait 5ms; schedule u at 10ms"),
      ("schedule t u at 5ms; cancel u; schedule u at 5ms", "schedule u at 5ms; schedule t at 5ms"),
      (
        "open a = eventfd; schedule t at 1ms; register a readable; on a: cancel t",
        "open b = eventfd; register b readable; schedule u at 1ms; on b: cancel u"
      ),
      (
        "open e = epoll; open a = eventfd; nest e a readable",
        "open b = eventfd; open f = epoll; nest f b readable"
      ),
      ("open a b = pipe; write b 3; read a 1", "open a b = pipe; write b 2; read a 1; write b 1"),
      ("open a b = tcp; write b 3; read a 2", "open c d = tcp; write c 1; wait"),
    ])
  func isomorphic(one: String, other: String) throws {
    #expect(try fingerprint(one) == fingerprint(other))
  }

  @Test(
    "what may behave otherwise has another fingerprint",
    arguments: [
      // Registrations.
      ("open a b = pipe; register a readable", "open a b = pipe; register a readable edge"),
      ("open a b = pipe; register a readable", "open a b = pipe; register a readable peerClosed"),
      ("open a b = pipe; register a readable", "open a b = pipe; register a readable exclusive"),
      ("open a b = pipe; register a readable", "open a b = pipe; register b readable"),
      ("open a b = pipe; register a readable; deregister a", "open a b = pipe"),
      (
        "open a = eventfd initial=1; register a readable oneShot",
        "open a = eventfd initial=1; register a readable oneShot; wait"
      ),
      (
        "open a = eventfd initial=1; register a readable edge; wait",
        "open a = eventfd initial=1; register a readable edge; wait; modify a readable edge"
      ),
      (
        "open a b = unix-stream; open c d = unix-stream; register a readable; register b readable",
        "open a b = unix-stream; open c d = unix-stream; register a readable; register c readable"
      ),
      // The order in which the kernel tells, of one file's watches and of several files.
      (
        "open a = eventfd; open d = dup a; register a readable; register d writable",
        "open a = eventfd; open d = dup a; register d writable; register a readable"
      ),
      (
        "open a = eventfd; open s = signalfd; register a readable; register s readable; write a 1; raise s",
        "open a = eventfd; open s = signalfd; register a readable; register s readable; raise s; write a 1"
      ),
      // Descriptors and names.
      ("open a b = pipe; open d = dup a", "open a b = pipe"),
      (
        "open a b = pipe; open c d = pipe; open e = dup a", "open a b = pipe; open c d = pipe; open e = dup b"
      ),
      ("open a = eventfd; open b = eventfd; close b", "open a = eventfd"),
      ("open a b = pipe", "open a b = pipe blocking"),
      (
        "open a = eventfd; open d = dup a; register a readable; close a",
        "open a = eventfd; open d = dup a; register a readable; deregister a; close a"
      ),
      (
        "open x = eventfd; open a = eventfd; open d = dup a; register a readable; close a; close x",
        "open a = eventfd; open x = eventfd; open d = dup a; register a readable; close a; close x"
      ),
      // Pipes: pages, and whether they were ever polled.
      ("open a b = pipe; write b 4096", "open a b = pipe; write b 4097"),
      ("open a b = pipe; write b 4096; write b 1", "open a b = pipe; write b 1; write b 4096"),
      (
        "open a b = pipe; write b 4096; read a 4095; write b 1",
        "open a b = pipe; write b 4095; read a 4094; write b 1"
      ),
      ("open a b = pipe; read a 1", "open a b = pipe"),
      ("open a b = pipe; write b 4096; read a 1", "open a b = pipe; write b 4096; read a 2"),
      ("open a b = pipe", "open a b = fifo"),
      (
        "open x = eventfd; open a b = fifo; close x; close b; open c = fifo-reader of a reusing x",
        "open x = eventfd; open a b = fifo; close x; open c = fifo-reader of a reusing x; close b"
      ),
      // Sockets.
      (
        "open a b = unix-stream; register a readable; shutdown a read",
        "open a b = unix-stream; register a readable; shutdown a write"
      ),
      (
        "open a b = unix-stream; write b 1; close a",
        "open a b = unix-stream; write b 1; close a; take-error b"
      ),
      ("open a b = unix-seqpacket; write b 2; write b 1", "open a b = unix-seqpacket; write b 1; write b 2"),
      ("open a b = tcp; set a low-water 2", "open a b = tcp"),
      ("open a b = tcp; send-urgent b", "open a b = tcp; send-urgent b; read-urgent a"),
      ("open a b = tcp; send-urgent b", "open a b = tcp; write b 1"),
      (
        "open l = tcp-listener; connect a to l",
        "open l = tcp-listener; connect a to l; accept b from l; close b"
      ),
      ("open l = unix-listener; connect a to l", "open l = unix-listener; connect a to l; connect b to l"),
      // Other files.
      ("open a = eventfd initial=1", "open a = eventfd initial=1 semaphore"),
      ("open a = signalfd", "open a = signalfd; raise a"),
      ("open a = mounts", "open a = mounts; change a"),
      ("open a = timerfd", "open a = timerfd; arm a 1ms"),
      ("open e f = pty; write e 1", "open e f = pty; write f 1"),
      ("open e f = pty canonical; write e 1", "open e f = pty canonical"),
      ("open e f = pty canonical; write e 1", "open e f = pty; write e 1"),
      ("open e f = inotify; write f 1", "open e f = inotify"),
      ("open e f = inotify; write f 1; close f", "open e f = inotify; close f; read e 1"),
      ("open a = random", "open a = urandom"),
      ("open a b = udp; set a error-queue", "open a b = udp"),
      (
        "open a b = udp; set a error-queue; close b; write a 1; take-error a",
        "open a b = udp; set a error-queue; close b"
      ),
      (
        "open a b = unix-stream; open c d = pipe; send c over a",
        "open a b = unix-stream; open c d = pipe; write a 1"
      ),
      (
        "open e = epoll; open a = eventfd; open b = signalfd; nest e a readable",
        "open e = epoll; open a = eventfd; open b = signalfd; nest e b readable"
      ),
      (
        "open e = epoll; open f = epoll; nest e f readable; register e readable",
        "open e = epoll; open f = epoll; nest e f readable; register f readable"
      ),
      // The loop.
      ("schedule t at 1ms", "schedule t at 2ms"),
      (
        "open a = eventfd; register a readable; second register a readable; wake",
        "open a = eventfd; register a readable; second register a readable; second wake"
      ),
      ("schedule t at 1ms; second schedule u at 1ms", "schedule t u at 1ms; second wake; second wait"),
      (
        "schedule t at 1ms; schedule u at 2ms; cancel t", "schedule t at 1ms; schedule u at 2ms; cancel u"
      ),
      ("schedule t u at 1ms; on t: wake", "schedule t u at 1ms; on u: wake"),
      ("schedule t at 1ms; wait forever", "wait 1ms"),
      ("wake", "wake; wait"),
      ("end", "wake; wait"),
      ("open a = eventfd; register a readable; on a: deregister a", "open a = eventfd; register a readable"),
      (
        "open a = eventfd; register a readable; on a: deregister a",
        "open a = eventfd; register a readable; on a: write a 1"
      ),
      (
        "open a = eventfd; open b = signalfd; register a readable; meanwhile write a 1; meanwhile raise b",
        "open a = eventfd; open b = signalfd; register a readable; meanwhile raise b; meanwhile write a 1"
      ),
    ])
  func different(one: String, other: String) throws {
    #expect(try fingerprint(one) != fingerprint(other))
  }
}
