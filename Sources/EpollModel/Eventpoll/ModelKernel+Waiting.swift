extension ModelKernel {
  /// The most events that a wait may ask for (`EP_MAX_EVENTS`).
  public static let maximumEvents = 178_956_970

  /// Takes what is ready, without blocking (epoll_wait(2) with a timeout of 0).
  ///
  /// - Parameters:
  ///   - epoll: the instance.
  ///   - maximum: the most events to take, 1 to ``maximumEvents``.
  ///   - events: is emptied and given the events, in the kernel's order.
  /// - Throws: ``ModelError/badDescriptor``, then ``ModelError/invalidArgument`` for the maximum and for
  ///   what is not an instance.
  public mutating func wait(
    _ epoll: CInt, _ maximum: Int, into events: inout [ModelEvent]
  ) throws(ModelError) {
    events.removeAll(keepingCapacity: true)
    let instance = try self.instance(of: epoll, waitingFor: maximum)
    guard instances[instance].readyCount > 0 else { return cover(.waitFoundNothing) }
    send(instance, maximum, &events)
  }

  /// Takes what is ready, without blocking.
  ///
  /// - Parameters:
  ///   - epoll: the instance.
  ///   - maximum: the most events to take, 1 to ``maximumEvents``.
  /// - Returns: The events, in the kernel's order.
  /// - Throws: as ``wait(_:_:into:)``.
  public mutating func wait(_ epoll: CInt, _ maximum: Int) throws(ModelError) -> [ModelEvent] {
    var events: [ModelEvent] = []
    try wait(epoll, maximum, into: &events)
    return events
  }

  /// Has a thread wait without limit; ``finishedWaits()`` tells when it has ended.
  ///
  /// Of several threads at an instance the one that came last is woken first.
  ///
  /// - Parameters:
  ///   - thread: any number; a thread has one wait at a time.
  ///   - epoll: the instance, which stays until the wait has ended even if its descriptor is closed.
  ///   - maximum: the most events to take, 1 to ``maximumEvents``.
  /// - Throws: as ``wait(_:_:into:)``.
  public mutating func beginWait(
    thread: Int, _ epoll: CInt, maximum: Int
  ) throws(ModelError) {
    let instance = try self.instance(of: epoll, waitingFor: maximum)
    files[instances[instance].file].references += 1
    let waiter = waiters.add(Waiter(thread: thread, instance: instance, maximum: maximum))
    run(waiter)
  }

  /// Lets the threads that were woken run, in the order of their wakes, and hands out the waits that ended.
  ///
  /// A thread that finds nothing, as another has taken it, goes on waiting, and is the next to be woken.
  public mutating func finishedWaits() -> [FinishedWait] {
    while !wokenWaiters.isEmpty { run(wokenWaiters.removeFirst()) }
    defer { finished = [] }
    return finished
  }

  /// The threads that were woken and have not run yet, in the order of their wakes.
  public var wokenThreads: [Int] { wokenWaiters.map { waiters[$0].thread } }

  /// Lets one thread that was woken run, before others whose wakes were earlier.
  ///
  /// The kernel's scheduler is free to; ``finishedWaits()`` hands out what the thread found.
  ///
  /// - Parameter thread: the thread; nothing is done if it was not woken.
  public mutating func runWoken(thread: Int) {
    guard let index = wokenWaiters.firstIndex(where: { waiters[$0].thread == thread }) else { return }
    run(wokenWaiters.remove(at: index))
  }

  /// Ends a thread's wait, as a timeout or a signal does; one that was woken before it still finds its
  /// events.
  ///
  /// - Parameter thread: the thread; nothing is done if it does not wait.
  public mutating func cancelWait(thread: Int) {
    for place in 0..<Place(waiters.capacity)
    where waiters[place].instance != nowhere && waiters[place].thread == thread
      && waiters[place].entry != nowhere
    {
      dequeue(waiters[place].entry)
      end(place)
    }
  }

  /// The threads that wait at an instance and were not woken, in the order in which they will be.
  ///
  /// - Parameter epoll: the instance.
  public func waitingThreads(at epoll: CInt) -> [Int] {
    guard let file = try? self.file(of: epoll), files[file].kind == .epoll else { return [] }
    var threads: [Int] = []
    var entry = queues[instances[files[file].object].waitQueue].first
    while entry != nowhere {
      threads.append(waiters[entries[entry].target].thread)
      entry = entries[entry].next
    }
    return threads
  }

  /// Source: `do_epoll_wait`, `ep_check_params`.
  private func instance(of epoll: CInt, waitingFor maximum: Int) throws(ModelError) -> Place {
    let file = try self.file(of: epoll)
    guard maximum > 0, maximum <= Self.maximumEvents, files[file].kind == .epoll else {
      throw .invalidArgument
    }
    return files[file].object
  }

  /// A thread takes what is ready or goes to sleep.
  ///
  /// Source: `ep_poll`.
  private mutating func run(_ waiter: Place) {
    let instance = waiters[waiter].instance
    var events: [ModelEvent] = []
    while instances[instance].readyCount > 0, events.isEmpty {
      send(instance, waiters[waiter].maximum, &events)
    }
    if events.isEmpty {
      waiters[waiter].entry = enqueue(
        instances[instance].waitQueue, WaitEntry(target: waiter, isWaiter: true, isExclusive: true))
    } else {
      finished.append(FinishedWait(thread: waiters[waiter].thread, events: events))
      end(waiter)
    }
  }

  /// Forgets a wait and lets go of its instance.
  private mutating func end(_ waiter: Place) {
    let file = instances[waiters[waiter].instance].file
    waiters.remove(waiter)
    letGo(of: file)
  }

  /// A sleeping thread is woken, and leaves the queue (`ep_autoremove_wake_function`).
  mutating func wakeWaiter(_ waiter: Place) -> Bool {
    dequeue(waiters[waiter].entry)
    waiters[waiter].entry = nowhere
    wokenWaiters.append(waiter)
    if journal != nil {
      let (thread, instance) = (waiters[waiter].thread, Int(waiters[waiter].instance))
      journal?.append(.waiterWoken(thread: thread, instance: instance))
    }
    return true
  }
}
