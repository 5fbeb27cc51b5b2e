internal import Synchronization

extension AsyncEventLoop where Loop: ~Copyable {
  /// Ends the watch of a descriptor, so that it may be closed; who waits for it gets `forgotten`.
  ///
  /// It does nothing for a descriptor that nobody has waited for.
  public nonisolated(nonsending) func forget(_ descriptor: CInt) async {
    if isOnThread, !isLent {
      forgetNow(descriptor)
    } else {
      await withUnsafeContinuation { perform(.forget(descriptor, $0)) }
    }
  }

  /// Forgets a descriptor and closes it, at once on the loop's thread, else soon.
  ///
  /// It is legal from everywhere, such as from a `deinit`.
  public func close(_ descriptor: CInt) {
    perform(.close(descriptor))
  }

  /// Ends the loop: every wait on it ends with `shutDown`, and so does every later one.
  ///
  /// It returns when the jobs that were left have run, the loop's descriptors are closed and its thread has
  /// ended. A task that goes on later, since it waited for something else, is run by a thread of the
  /// language's, and so are the actors that live on the loop, one job at a time as before. To call it again
  /// does no harm.
  public nonisolated(nonsending) func shutdown() async {
    await withUnsafeContinuation { perform(.shutDown($0)) }
    if !isJoined.exchange(true, ordering: .relaxed) {
      thread?.join()
    }
  }
}
