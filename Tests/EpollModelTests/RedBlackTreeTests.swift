import Testing

@testable import EpollModel

@Suite struct RedBlackTreeTests {
  private struct Node: TreeNode {
    var links = TreeLinks()
    var key = 0
    var nextFree = nowhere

    static let blank = Node()
  }

  /// A tree with its nodes, and the places of its keys.
  private struct Set {
    var tree = RedBlackTree()
    var nodes = Arena<Node>()
    var places: [Int: Place] = [:]
    var comparisons = 0

    mutating func insert(_ key: Int) {
      var (parent, isLeft, place) = (nowhere, false, tree.root)
      while place != nowhere {
        comparisons += 1
        parent = place
        isLeft = key < nodes[place].key
        place = isLeft ? nodes[place].links.left : nodes[place].links.right
      }
      let node = nodes.add(Node(key: key))
      tree.insert(node, below: parent, isLeft: isLeft, in: &nodes)
      places[key] = node
    }

    mutating func remove(_ key: Int) {
      guard let place = places.removeValue(forKey: key) else { return }
      tree.remove(place, in: &nodes)
      nodes.remove(place)
    }

    var violation: String? { tree.violation(in: nodes) { $0.key < $1.key } }

    var keys: [Int] {
      var keys: [Int] = []
      var place = tree.first(in: nodes)
      while place != nowhere {
        keys.append(nodes[place].key)
        place = tree.next(after: place, in: nodes)
      }
      return keys
    }
  }

  @Test(arguments: [UInt64(1), 2, 3, 4]) func `The invariants hold after each of many changes`(seed: UInt64) {
    var random = RandomNumbers(seed: seed)
    var set = Set()
    // Small sets take every shape; large ones take deep repairs.
    let range = seed % 2 == 0 ? 12 : 120
    for _ in 0..<2000 {
      let key = random.below(range)
      if set.places[key] == nil { set.insert(key) } else { set.remove(key) }
      #expect(set.violation == nil)
    }
    #expect(set.keys == set.places.keys.sorted())
  }

  @Test func `A tree of ascending keys is at most twice as high as it must be`() {
    var set = Set()
    for key in 0..<4096 { set.insert(key) }
    set.comparisons = 0
    set.insert(4096)
    #expect(set.comparisons <= 24)
    #expect(set.tree.rotations > 4000)
  }

  @Test func `Changing a list of 10,000 entries takes at most 28 comparisons for a descent`() throws {
    var kernel = ModelKernel()
    let epoll = try kernel.makeEpoll()
    let counters = try (0..<10_000).map { _ in try kernel.openCounter() }
    for counter in counters { try kernel.control(epoll, .add, counter, events: .readable) }
    var most = 0
    for counter in counters {
      try kernel.control(epoll, .modify, counter, events: .readable)
      most = max(most, kernel.statistics.lastComparisons)
    }
    #expect(most <= 28)
    #expect(kernel.violation() == nil)
    try kernel.add(1, to: counters[5000])
    _ = try kernel.wait(epoll, 16)
    #expect(kernel.statistics.lastItemsTouched == 1)
  }
}
