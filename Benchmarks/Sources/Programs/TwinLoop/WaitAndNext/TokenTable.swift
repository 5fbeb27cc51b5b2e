/// What an application keeps for each token of a loop, found by the token's place.
///
/// Safety: it is memory of a fixed size, checked when a place is first used; the places of later events are
/// those of tokens that were put in.
struct TokenTable<Value: BitwiseCopyable>: ~Copyable {
  private let values: UnsafeMutablePointer<Value>
  private let capacity: Int

  init(capacity: Int, filledWith value: Value) {
    self.capacity = capacity
    values = .allocate(capacity: capacity)
    values.initialize(repeating: value, count: capacity)
  }

  deinit {
    values.deallocate()
  }

  mutating func put(_ value: Value, at place: UInt32) {
    precondition(place < capacity, "the loop's places are small numbers")
    values[Int(place)] = value
  }

  subscript(place: UInt32) -> Value {
    get { values[Int(place)] }
    nonmutating set { values[Int(place)] = newValue }
  }
}
