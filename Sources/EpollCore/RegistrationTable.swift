internal import EventLoopAPI

/// The registrations of a loop, found by token, and by descriptor for the one that holds the number now.
struct RegistrationTable: ~Copyable {
  private var places: [Registration] = []
  private var freePlaces: [UInt32] = []

  /// By descriptor: the place of its registration, or `none`.
  private var owners: [UInt32] = []
  private static let none = UInt32.max

  private(set) var count = 0

  /// The place of a live registration.
  func find(_ token: Token) -> Int? {
    let index = Int(token.index)
    guard index < places.count, places[index].generation == token.generation, places[index].state != .free
    else { return nil }
    return index
  }

  /// Whether a live registration holds a descriptor's number.
  func hasOwner(of descriptor: CInt) -> Bool {
    let index = Int(descriptor)
    return owners.indices.contains(index) && owners[index] != Self.none
  }

  subscript(place: Int) -> Registration {
    get { places[place] }
    set { places[place] = newValue }
  }

  func token(of place: Int) -> Token {
    Token(index: UInt32(place), generation: places[place].generation)
  }

  /// Takes a place for a registration that the kernel has still to accept.
  mutating func reserve(_ descriptor: CInt, _ events: UInt32) -> Token {
    let place: Int
    if let free = freePlaces.popLast() {
      place = Int(free)
      places[place].descriptor = descriptor
      places[place].events = events
      places[place].state = .armed
    } else {
      place = places.count
      places.append(Registration(descriptor: descriptor, events: events, generation: 1, state: .armed))
    }
    count += 1
    return token(of: place)
  }

  /// Gives a descriptor to the registration that the kernel has accepted for it.
  ///
  /// Returns whether that took it from another one, whose file must have been closed: the kernel refuses a
  /// second registration of the same file and number.
  mutating func claim(_ token: Token) -> Bool {
    let descriptor = Int(places[Int(token.index)].descriptor)
    while owners.count <= descriptor {
      owners.append(Self.none)
    }
    let former = owners[descriptor]
    owners[descriptor] = token.index
    guard former != Self.none else { return false }
    places[Int(former)].state = .superseded
    return true
  }

  /// Frees a place and makes its token one that names nothing.
  mutating func remove(_ place: Int) {
    let descriptor = Int(places[place].descriptor)
    if owners.indices.contains(descriptor), owners[descriptor] == UInt32(place) {
      owners[descriptor] = Self.none
    }
    places[place].state = .free
    count -= 1
    // A place that has had every generation is retired: its first token could still be in somebody's hands.
    guard places[place].generation < .max else { return }
    places[place].generation += 1
    freePlaces.append(UInt32(place))
  }

  /// Adds every registration to a new epoll instance, as it stands in the old one.
  ///
  /// Those whose descriptor was closed early have nothing more to report; their number may be another file's.
  func register(with epoll: borrowing Epoll, insteadOf old: borrowing Epoll) throws(LoopError) {
    for place in places.indices {
      let registration = places[place]
      let events: UInt32
      switch registration.state {
      case .free, .superseded: continue
      case .armed: events = registration.events
      // The mask that a disarmed registration has can only be had by a report; until then the loop drops it.
      case .disarmed: events = Trigger.oneShot.rawValue
      }
      let data = token(of: place).rawValue
      let descriptor = registration.descriptor
      // The old instance knows whether the number still names the file that was registered.
      let known = old.control(.modify, descriptor, events: events & ~Trigger.exclusive.rawValue, data: data)
      if known == .notFound || known == .badDescriptor || known == .notPermitted { continue }
      if let refusal = epoll.control(.add, descriptor, events: events, data: data) {
        throw LoopError(.wait, refusal)
      }
    }
  }
}
