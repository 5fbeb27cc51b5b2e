import EventLoopAPI

/// A change that is made as soon as the event of a registration is read.
enum UVLoopDifferentialReaction {
  case deregister
  case modify(Interest, Trigger)
}
