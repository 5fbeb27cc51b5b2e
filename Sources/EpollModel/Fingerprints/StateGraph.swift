/// A state as things and relations between them, to be told from others up to the things' names.
///
/// What is said of a thing, and of two, must not hang on numbers by which the things are kept: then two
/// states of which one is the other with its things renamed have the same fingerprint.
package struct StateGraph {
  /// A thing, by its place.
  package typealias Node = Int

  private struct Edge {
    var from: Int32
    var to: Int32
    var label: UInt64
  }

  /// What is said of each thing, as one word; 0 for a thing of which nothing was said, which is no part of
  /// the state.
  private var colors: [UInt64] = []
  private var edges: [Edge] = []

  /// Makes a graph without things.
  ///
  /// - Parameter expected: how many things and relations are expected.
  package init(expecting expected: Int) {
    colors.reserveCapacity(expected)
    edges.reserveCapacity(expected)
  }

  /// Makes room for things.
  ///
  /// - Parameter count: their number.
  /// - Returns: The first; the others follow it.
  package mutating func add(_ count: Int = 1) -> Node {
    let first = colors.count
    colors.append(contentsOf: repeatElement(0, count: count))
    return first
  }

  /// Whether anything was said of a thing.
  ///
  /// - Parameter node: the thing.
  package func isKnown(_ node: Node) -> Bool { colors[node] != 0 }

  /// Says something of a thing; in which order it is said of it does not matter.
  ///
  /// - Parameters:
  ///   - hash: what is said.
  ///   - node: the thing.
  package mutating func say(_ hash: StateHash, of node: Node) {
    colors[node] &+= hash.value
  }

  /// Relates two things; in which order that is said does not matter.
  ///
  /// - Parameters:
  ///   - from: one.
  ///   - to: the other.
  ///   - relation: what the first is to the second.
  ///   - position: its place, where there are several in an order.
  package mutating func connect(
    _ from: Node, to: Node, as relation: StateRelation, at position: Int = 0
  ) {
    let label = UInt64(relation.rawValue) << 32 | UInt64(position)
    edges.append(Edge(from: Int32(from), to: Int32(to), label: label))
  }

  /// A word that is the same for states that differ in the names of things alone, and another for others.
  ///
  /// Each thing's colour is refined by its neighbours', three times, and then all are summed (Weisfeiler and
  /// Leman, 1968). Things that three steps do not tell apart are taken for alike.
  package var fingerprint: UInt64 {
    var colors = colors
    var refined = colors
    for _ in 0..<3 {
      for edge in edges {
        let (from, to) = (Int(edge.from), Int(edge.to))
        refined[to] &+= StateHash.mix(colors[from] ^ edge.label)
        refined[from] &+= StateHash.mix(colors[to] ^ ~edge.label)
      }
      for node in colors.indices where colors[node] != 0 {
        colors[node] = StateHash.mix(refined[node])
        refined[node] = colors[node]
      }
    }
    var sum: UInt64 = 0
    for color in colors where color != 0 { sum &+= StateHash.mix(color) }
    return sum
  }
}

/// What one thing of a state is to another.
package enum StateRelation: UInt8 {
  // In the kernel.
  case fileOfDescriptor, objectOfFile, peer, sender, waitingConnection, sentFile
  case instanceOfEntry, fileOfEntry, descriptorOfEntry, dataOfEntry

  // In an execution: of a loop, of a registration, a name, a timer, a step that is still to be done.
  case instanceOfLoop, registrationOfLoop, timerOfLoop, levelOfLoop, endedOfLoop, spentOfLoop
  case descriptorOfRegistration, dataOfRegistration, nameOfRegistration
  case descriptorOfName, registrationOfName, nameOfTimer, latestTimerOfName, nameInStep
}
