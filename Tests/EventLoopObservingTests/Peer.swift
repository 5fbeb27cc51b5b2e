import EventLoopObserving
import Foundation
import Synchronization

/// A thread that does things at the other ends of links, and wakes the loop now and then.
final class Peer: Sendable {
  private let isEnding = Atomic(false)
  private let hasEnded = DispatchSemaphore(value: 0)

  init(_ links: [Link], seed: UInt64, _ waker: some LoopWaker) {
    let thread = Thread { [self] in
      var generator = RepeatableGenerator(state: seed)
      while !isEnding.load(ordering: .relaxed) {
        let choice = generator.next()
        let link = links[Int(choice % UInt64(links.count))]
        if generator.next() % 8 == 0 {
          link.actNear(generator.next())
        } else {
          link.actAsPeer(generator.next(), &generator)
        }
        if generator.next() % 256 == 0 { waker.wake() }
      }
      hasEnded.signal()
    }
    thread.start()
  }

  /// Ends the thread and waits for its end.
  func end() {
    isEnding.store(true, ordering: .relaxed)
    hasEnded.wait()
  }
}
