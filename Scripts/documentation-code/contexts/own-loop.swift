// Any loop will do for somebody's own, and any folder for its ledger.
import EpollCore
import Foundation

typealias MyLoop = EpollLoop
typealias PollLoop = EpollLoop

extension Bundle {
  static var module: Bundle { .main }
}

// LOCATION
// BLOCK
