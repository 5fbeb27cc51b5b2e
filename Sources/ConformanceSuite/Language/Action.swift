public import EventLoopAPI

/// What a step does.
public enum Action: Hashable, Sendable {
  /// Makes objects.
  case open(names: [String], kind: ObjectKind, options: OpenOptions)

  /// Does something to one object.
  case object(String, ObjectOperation)

  /// Opens a client and connects it to a listener.
  case connect(client: String, listener: String)

  /// Accepts the oldest connection of a listener.
  case accept(name: String, listener: String)

  /// Sends an object's open file over a unix socket.
  case send(String, over: String)

  /// Receives an open file from a unix socket, as a new object.
  case receive(name: String, socket: String)

  /// Adds a target to an epoll object, with the kernel's bits.
  case nest(epoll: String, target: String, events: UInt32)

  /// Removes a target from an epoll object.
  case unnest(epoll: String, target: String)

  /// Registers an object with the loop.
  case register(String, Interest, Trigger)

  /// Modifies an object's registration.
  case modify(String, Interest, Trigger)

  /// Ends an object's registration.
  case deregister(String)

  /// Schedules timers for one instant, in microseconds from the scenario's start.
  case schedule([String], microseconds: Int)

  /// Cancels a timer.
  case cancel(String)

  /// Uses the loop's waker.
  case wake(WakeSource)

  /// Collects one batch.
  case wait(WaitLimit)

  /// Collects several batches without blocking and takes them together.
  case collect(Int)

  /// Looks whether the loop's own descriptor is readable.
  case embed

  /// Interrupts the process again and again, or no longer (nil).
  case signals(everyMicroseconds: Int?)

  /// Ends the loop.
  case end
}

extension Action {
  /// Whether it is done on a loop, so that it matters on which.
  var isOnLoop: Bool {
    switch self {
    case .register, .modify, .deregister, .schedule, .cancel, .wake, .wait, .collect, .embed, .end: true
    case .open, .object, .connect, .accept, .send, .receive, .nest, .unnest, .signals: false
    }
  }
}

/// Where a wake comes from.
public enum WakeSource: String, Hashable, Sendable {
  /// The loop's own thread.
  case here

  /// Another thread.
  case thread

  /// A signal handler.
  case signal
}

/// How long a scenario's wait may block.
public enum WaitLimit: Hashable, Sendable {
  /// Not at all.
  case poll

  /// For microseconds.
  case microseconds(Int)

  /// Without limit.
  case forever
}

/// What a step does to one object.
public enum ObjectOperation: Hashable, Sendable {
  /// Writes bytes, one datagram, or adds to a counter.
  case write(Int)

  /// Reads bytes, one datagram, or a counter.
  case read(Int)

  /// Looks at bytes, or at one datagram, and leaves them there.
  case peek(Int)

  /// Reads until nothing is left.
  case drain

  /// Writes until nothing more fits.
  case fill

  /// Shuts down the reading half, the writing half, or both.
  case shutdown(Half)

  /// Closes the descriptor.
  case close

  /// Closes a TCP end so that its peer gets a reset.
  case reset

  /// Has a socket try a port where nobody listens.
  case refuse

  /// Sends one byte of urgent data.
  case sendUrgent

  /// Reads one byte of urgent data.
  case readUrgent

  /// Reads and clears the socket's error.
  case takeError

  /// Sets the number of bytes from which a socket is readable.
  case setLowWater(Int)

  /// Has urgent data appear among the other data.
  case setUrgentInline

  /// Has refusals of datagrams kept one by one.
  case setErrorQueue

  /// Takes the oldest refusal that is kept.
  case readError

  /// Writes the end of a line to a terminal.
  case endLine

  /// Arms a timerfd for a span in microseconds, and goes on when it has expired.
  case arm(microseconds: Int)

  /// Sends a signalfd's signal to the process.
  case raise

  /// Waits for the process of a pidfd, which then is no more.
  case reap

  /// Changes what a file of /proc shows: a mount comes and goes, or the host gets its name once more.
  case change

  /// Waits on an epoll object without blocking.
  case harvest

  /// Looks at O_NONBLOCK.
  case mode

  /// A half of a connection, or both.
  public enum Half: String, Hashable, Sendable, CaseIterable {
    /// The reading half.
    case read
    /// The writing half.
    case write
    /// Both halves.
    case both
  }
}
