/// Memory for a row of elements, all of them initialised, that grows by doubling.
///
/// Safety: the memory is allocated here, reachable from here alone, and freed in `deinit`; `count` elements
/// of it are initialised at all times, and an element is trivial, so that none needs to be destroyed. Whoever
/// uses the subscript has compared the index with `count`; debug builds check that. Bounds checks of
/// `Array` cost more than the rest of what a loop does with an event.
@usableFromInline
struct Table<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline private(set) var base: UnsafeMutablePointer<Element>

  /// The number of elements.
  @usableFromInline private(set) var count: Int

  /// Makes an empty table, which owns no memory yet.
  init() {
    base = .allocate(capacity: 0)
    count = 0
  }

  @inlinable deinit {
    base.deallocate()
  }

  @inlinable
  subscript(index: Int) -> Element {
    @_transparent unsafeAddress {
      assert(index >= 0 && index < count, "the index was compared with the count")
      return UnsafePointer(base + index)
    }
    @_transparent unsafeMutableAddress {
      assert(index >= 0 && index < count, "the index was compared with the count")
      return base + index
    }
  }

  /// Makes room for at least `minimum` elements; `element` fills what is new.
  @inline(never)
  mutating func grow(toHold minimum: Int, filledWith element: Element) {
    guard minimum > count else { return }
    resize(to: max(minimum, 2 * count, 16), filledWith: element)
  }

  /// Keeps the first `count` elements alone.
  mutating func shrink(to count: Int) {
    guard count < self.count else { return }
    resize(to: count, filledWith: nil)
  }

  private mutating func resize(to newCount: Int, filledWith element: Element?) {
    let new = UnsafeMutablePointer<Element>.allocate(capacity: newCount)
    let kept = min(count, newCount)
    new.initialize(from: base, count: kept)
    if let element {
      (new + kept).initialize(repeating: element, count: newCount - kept)
    }
    base.deallocate()
    base = new
    count = newCount
  }
}
