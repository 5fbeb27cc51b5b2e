// Any loop will do for somebody's own.
import EpollCore

typealias MyLoop = EpollLoop

// LOCATION
// BLOCK
