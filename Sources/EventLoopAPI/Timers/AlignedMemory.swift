/// Memory for elements of one plain type that begins at a cache line; its owner fills, grows and shrinks it.
///
/// It knows its capacity, and not how much of that is in use.
///
/// Safety: the memory belongs to this value alone, which cannot be copied, and `deinit` frees it. An index is
/// checked in debug builds only: the owner keeps every index below the capacity, and reads no element that it
/// has not written. Elements are trivial, so that none needs to be destroyed.
@usableFromInline
package struct AlignedMemory<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline
  package private(set) var base: UnsafeMutablePointer<Element>

  /// For how many elements there is memory.
  @usableFromInline
  package private(set) var capacity: Int

  package init(capacity: Int) {
    base = Self.allocate(capacity)
    self.capacity = capacity
  }

  deinit {
    base.deallocate()
  }

  /// The memory that is held.
  package var allocatedBytes: Int { capacity * MemoryLayout<Element>.stride }

  @inlinable
  package subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < capacity)
      return base[index]
    }
    _modify {
      assert(index >= 0 && index < capacity)
      yield &base[index]
    }
  }

  /// Moves the first elements to memory of another capacity.
  package mutating func resize(to newCapacity: Int, keeping count: Int) {
    assert(count <= capacity && count <= newCapacity)
    let memory = Self.allocate(newCapacity)
    memory.update(from: base, count: count)
    base.deallocate()
    base = memory
    capacity = newCapacity
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Element> {
    UnsafeMutableRawPointer
      .allocate(byteCount: capacity * MemoryLayout<Element>.stride, alignment: 64)
      .bindMemory(to: Element.self, capacity: capacity)
  }
}
