/// A kernel's state as a graph, to which others can add what they know of its things.
///
/// What was counted or written down is no part of it, nor are the shapes of the trees, and time is in it as
/// the spans that are left.
package struct KernelGraph {
  /// The graph.
  package var graph: StateGraph

  let kernel: ModelKernel

  // The things' first nodes; the others follow in the order of their places.
  private let descriptors: StateGraph.Node
  let files: StateGraph.Node
  let instances: StateGraph.Node
  let items: StateGraph.Node
  let pipes: StateGraph.Node
  let unixSockets: StateGraph.Node
  let internetSockets: StateGraph.Node
  let terminals: StateGraph.Node
  let fileWatches: StateGraph.Node

  /// Whether an entry's descriptor is closed, or stands for another file by now.
  package private(set) var hasOrphans = false

  /// The entries' data, each once for its instance, in ascending order.
  private var data: [(instance: Place, data: UInt64, node: StateGraph.Node)] = []

  /// Makes the graph of a kernel.
  ///
  /// - Parameter kernel: the kernel.
  package init(_ kernel: ModelKernel) {
    self.kernel = kernel
    graph = StateGraph(expecting: 8 * kernel.files.capacity + 8 * kernel.items.capacity + 16)
    descriptors = graph.add(kernel.descriptors.count)
    files = graph.add(kernel.files.capacity)
    instances = graph.add(kernel.instances.capacity)
    items = graph.add(kernel.items.capacity)
    pipes = graph.add(kernel.pipes.capacity)
    unixSockets = graph.add(kernel.unixSockets.capacity)
    internetSockets = graph.add(kernel.internetSockets.capacity)
    terminals = graph.add(kernel.terminals.capacity)
    fileWatches = graph.add(kernel.fileWatches.capacity)
    addSystem()
    addDescriptors()
    addFiles()
    addObjects()
    addInstances()
    addItems()
    addQueues()
  }

  /// What a hash is about.
  enum Topic: UInt64 {
    case system, descriptor, file, instance, item, readyPosition, queuePosition, data
    case pipe, unixSocket, internetSocket, terminal, fileWatch
  }
}

extension KernelGraph {
  /// The node of a descriptor's number.
  ///
  /// Of a free one counts how many free ones are given out before it.
  ///
  /// - Parameter descriptor: a number that is open, or was.
  package mutating func node(ofDescriptor descriptor: CInt) -> StateGraph.Node {
    let node = descriptors + Int(descriptor)
    if !graph.isKnown(node) {
      var hash = StateHash(Topic.descriptor.rawValue)
      hash.combine(kernel.descriptors[..<Int(descriptor)].count { $0 == nowhere })
      graph.say(hash, of: node)
    }
    return node
  }

  /// The node of an instance's data; nil if none of its entries has it.
  ///
  /// - Parameters:
  ///   - data: the data.
  ///   - epoll: the instance's descriptor; nothing is found if it is not open.
  package func node(ofData data: UInt64, at epoll: CInt) -> StateGraph.Node? {
    guard let instance = try? kernel.instance(named: epoll) else { return nil }
    var range = self.data.indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      let found = self.data[middle]
      if (found.instance, found.data) == (instance, data) { return found.node }
      if (found.instance, found.data) < (instance, data) {
        range = middle + 1..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    return nil
  }

  private mutating func addSystem() {
    var hash = StateHash(Topic.system.rawValue)
    hash.combine(kernel.rules.rawValue)
    hash.combine(kernel.descriptorLimit)
    hash.combine(kernel.signals.isPending)
    hash.combine(kernel.wokenWaiters.count)
    hash.combine(kernel.finished.count)
    let node = graph.add()
    graph.say(hash, of: node)
  }

  private mutating func addDescriptors() {
    for (number, file) in kernel.descriptors.enumerated() where file != nowhere {
      graph.say(StateHash(Topic.descriptor.rawValue), of: descriptors + number)
      graph.connect(files + Int(file), to: descriptors + number, as: .fileOfDescriptor)
    }
  }

  private mutating func addItems() {
    var watches: [(instance: Place, data: UInt64, item: Int)] = []
    for (place, item) in kernel.items.slots.enumerated() where item.instance != nowhere {
      let node = items + place
      var hash = StateHash(Topic.item.rawValue)
      hash.combine(item.events.rawValue)
      hash.combine(item.isPossible)
      hash.combine(item.isSpared)
      // With Linux's rules nobody asks what the wake said.
      if !kernel.rules.contains(.repollAtDelivery) { hash.combine(item.said.rawValue) }
      graph.say(hash, of: node)
      graph.connect(instances + Int(item.instance), to: node, as: .instanceOfEntry)
      graph.connect(files + Int(item.file), to: node, as: .fileOfEntry)
      graph.connect(self.node(ofDescriptor: item.descriptor), to: node, as: .descriptorOfEntry)
      if kernel.descriptors[Int(item.descriptor)] != item.file { hasOrphans = true }
      watches.append((item.instance, item.data, place))
    }
    watches.sort { ($0.instance, $0.data) < ($1.instance, $1.data) }
    for watch in watches {
      if data.last.map({ ($0.instance, $0.data) != (watch.instance, watch.data) }) ?? true {
        data.append((watch.instance, watch.data, graph.add()))
        graph.say(StateHash(Topic.data.rawValue), of: data[data.count - 1].node)
      }
      graph.connect(data[data.count - 1].node, to: items + watch.item, as: .dataOfEntry)
    }
  }

  private mutating func addInstances() {
    for (place, instance) in kernel.instances.slots.enumerated() where instance.file != nowhere {
      graph.say(StateHash(Topic.instance.rawValue), of: instances + place)
      var position = 0
      var item = instance.firstReady
      while item != nowhere {
        say(.readyPosition, position, of: items + Int(item))
        position += 1
        item = kernel.items[item].nextReady
      }
    }
  }

  /// Who is woken before whom.
  private mutating func addQueues() {
    for queue in kernel.queues.slots where !queue.isEmpty {
      var position = 0
      var place = queue.first
      while place != nowhere {
        let entry = kernel.entries[place]
        if entry.isWaiter {
          say(.queuePosition, position, of: instances + Int(kernel.waiters[entry.target].instance))
        } else {
          say(.queuePosition, position * 8 + Int(queue.role.rawValue), of: items + Int(entry.target))
        }
        position += 1
        place = entry.next
      }
    }
  }

  private mutating func say(_ topic: Topic, _ number: Int, of node: StateGraph.Node) {
    var hash = StateHash(topic.rawValue)
    hash.combine(number)
    graph.say(hash, of: node)
  }
}
