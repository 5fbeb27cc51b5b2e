/// What may be true of a program, by the names that templates of C know.
enum CFact: String {
  /// What it runs on.
  case epoll, libuv

  /// Some step registers, ends a registration, schedules, wakes, ends the loop, or collects several batches.
  case registrations, deregisters, timers, wakes, end, together

  /// Some wait may sleep, and some wait has a limit.
  case blocking, limit

  /// Some step is done on delivery, by another thread, or one of both.
  case handlers, companion, deferred

  /// More may be seen in some step than one outcome.
  case alternatives

  /// Some batch may hold several objects, whose order is left open.
  case ordered

  /// A batch has a size, which libuv knows nothing of.
  case batch

  /// The events of a batch are listed before they become text.
  case listed

  /// Somebody asks whether a libuv handle is still there.
  case lives
}
