internal import EventLoopAPI
internal import Synchronization

extension AsyncEventLoop where Loop: ~Copyable {
  /// How many jobs run before the next event is looked at, or the inbox once the loop has ended.
  static var jobsBetweenEvents: Int { 64 }

  /// What the thread does.
  func run() {
    server.store(LoopThread.current, ordering: .relaxed)
    while ending == nil {
      turn()
    }
    drain()
  }

  /// Jobs run while the batch is read, since interests that change and change back are free there.
  private func turn() {
    do {
      try loop.pointee.wait(jobs.isEmpty && unconfirmed.isEmpty ? .forever : .poll)
    } catch {
      end(.failed(error))
      return
    }
    var isQuiet = true
    while ending == nil, let event = loop.pointee.next() {
      isQuiet = false
      switch event {
      case .ready(let token, let readiness): ready(token, readiness)
      case .timer(let timer): wakeSleeper(of: timer)
      case .wake: receive()
      }
      runJobs()
    }
    if isQuiet { confirm() }
    runJobs()
  }

  private func runJobs() {
    var count = 0
    while count < Self.jobsBetweenEvents, let job = jobs.popFirst() {
      run(job)
      count += 1
    }
  }

  /// Does what other threads have asked for.
  private func receive() {
    inbox.take(into: &requests)
    for request in requests {
      handle(request)
    }
    requests.removeAll(keepingCapacity: true)
  }

  /// Ends the waits and the loop, but not the thread, which goes on to run jobs.
  func end(_ reason: AsyncLoopError) {
    guard ending == nil else { return }
    ending = reason
    loop.deinitialize(count: 1)
    for index in watches.indices {
      watches[index].resumeBoth(.failure(reason))
    }
    for sleeper in sleepers.removeAll() {
      sleeper.outcome.resume(returning: .failure(reason))
    }
  }

  /// Runs jobs until there are none; for one that comes after that another thread is found.
  ///
  /// An actor that lives on a loop may outlive it, and its jobs must run somewhere, one at a time.
  func drain() {
    var awaitingEnd: [UnsafeContinuation<Void, Never>] = []
    repeat {
      server.store(LoopThread.current, ordering: .relaxed)
      repeat {
        // Also while jobs bring others without end: what they wait for may come from elsewhere.
        receive()
        runJobs()
      } while !jobs.isEmpty
      awaitingEnd += self.awaitingEnd
      self.awaitingEnd.removeAll()
      server.store(0, ordering: .relaxed)
    } while !inbox.stopServing()
    // From here on all that is confined to the thread may be another thread's.
    for continuation in awaitingEnd {
      continuation.resume()
    }
  }
}
