/// Memory for a row of plain elements, all of them initialised, that begins at a cache line and grows by
/// doubling.
///
/// Growing copies into new memory, whose pages the kernel has yet to provide: that is most of what a first
/// filling costs. Swift's allocator has no call that grows memory in place, as realloc(3) can.
///
/// Safety: the memory is allocated here, reachable from here alone, and freed in `deinit`; `count` elements
/// of it are initialised at all times, and an element is trivial, so that none needs to be destroyed. Whoever
/// uses the subscript has compared the index with `count`; debug builds check that. Bounds checks of
/// `Array` cost more than the rest of what a loop does with an event.
@usableFromInline
package struct Table<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline package internal(set) var base: UnsafeMutablePointer<Element>

  /// The number of elements.
  @usableFromInline package internal(set) var count: Int

  /// Makes an empty table.
  @inlinable
  package init() {
    base = Self.allocate(0)
    count = 0
  }

  @inlinable deinit {
    base.deallocate()
  }

  /// The memory that is held.
  package var allocatedBytes: Int { count * MemoryLayout<Element>.stride }

  @inlinable
  package subscript(index: Int) -> Element {
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
  @inlinable @inline(never)
  package mutating func grow(toHold minimum: Int, filledWith element: Element) {
    guard minimum > count else { return }
    let kept = count
    resize(to: max(minimum, 2 * count, 16))
    (base + kept).initialize(repeating: element, count: count - kept)
  }

  /// Keeps the first `count` elements alone.
  @inlinable @inline(never)
  package mutating func shrink(to count: Int) {
    guard count < self.count else { return }
    resize(to: count)
  }

  /// Moves the elements to memory for another number of them, and leaves what is new for the caller to fill.
  @inlinable
  mutating func resize(to newCount: Int) {
    let memory = Self.allocate(newCount)
    memory.initialize(from: base, count: min(count, newCount))
    base.deallocate()
    base = memory
    count = newCount
  }

  @inlinable
  static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    UnsafeMutableRawPointer
      .allocate(byteCount: count * MemoryLayout<Element>.stride, alignment: 64)
      .bindMemory(to: Element.self, capacity: count)
  }
}
