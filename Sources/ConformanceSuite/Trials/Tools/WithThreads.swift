/// Runs a body on several threads, each with its number from 0, and something else meanwhile on this one.
///
/// - Parameter meanwhile: done once all threads were started; what it throws is thrown when they have ended.
func withThreads<Failure: Error>(
  _ count: Int, _ body: @Sendable (Int) -> Void, meanwhile: () throws(Failure) -> Void = {}
) throws(Failure) {
  try withoutActuallyEscaping(body) { (body) throws(Failure) in
    let threads = (0..<count).map { number in SecondThread { body(number) } }
    // Safety: none of them is left when the body's scope ends.
    defer { threads.forEach { $0.join() } }
    try meanwhile()
  }
}
