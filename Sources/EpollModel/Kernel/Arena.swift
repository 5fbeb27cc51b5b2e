/// A place in an arena; ``nowhere`` stands for none.
typealias Place = Int32

let nowhere: Place = -1

/// What an arena holds: values that can be chained while they are free.
protocol ArenaElement {
  /// A value that stands in a free place.
  static var blank: Self { get }

  /// The next free place, while this one is free.
  var nextFree: Place { get set }
}

/// Values at places that stay the same while they are used; a copy shares its memory until one is changed.
struct Arena<Element: ArenaElement & Sendable>: Sendable {
  private(set) var slots: [Element] = []
  private var firstFree = nowhere

  var capacity: Int { slots.count }

  subscript(place: Place) -> Element {
    @inline(__always) get { slots[Int(place)] }
    @inline(__always) _modify { yield &slots[Int(place)] }
  }

  /// Puts a value at the place that was freed last, or at a new one.
  mutating func add(_ element: Element) -> Place {
    guard firstFree != nowhere else {
      slots.append(element)
      return Place(slots.count - 1)
    }
    let place = firstFree
    firstFree = slots[Int(place)].nextFree
    slots[Int(place)] = element
    return place
  }

  mutating func remove(_ place: Place) {
    slots[Int(place)] = Element.blank
    slots[Int(place)].nextFree = firstFree
    firstFree = place
  }
}
