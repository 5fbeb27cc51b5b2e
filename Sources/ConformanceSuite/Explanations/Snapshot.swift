internal import EpollModel
internal import EventLoopAPI

/// The model at one moment, with the scenario's names for what it numbers.
struct Snapshot {
  /// What tells an entry from others, whatever it is armed for.
  private struct ItemKey: Hashable {
    var instance: Int
    var file: Int
    var descriptor: CInt

    init(_ name: ItemName) {
      instance = name.instance
      file = name.file
      descriptor = name.descriptor
    }
  }

  /// The loops, by the raw values of ``ScenarioLoop``.
  var loops: [LoopSnapshot]

  /// The instances: the loops' own first, then the epoll objects in the order in which they were opened.
  private(set) var instances: [(name: String?, view: InstanceView)] = []

  /// The open files that have a name, in the order in which they were opened.
  private(set) var files: [FileView] = []

  private var fileNames: [Int: [String]] = [:]
  private var queueFiles: [QueueName: Int] = [:]
  private var itemNames: [ItemKey: String] = [:]

  /// Looks at a run.
  ///
  /// - Parameters:
  ///   - execution: the run.
  ///   - names: the scenario's objects, in the order in which they are opened.
  ///   - previous: what was seen before, which knows the names of what was closed since.
  init(_ execution: ModelExecution, _ names: [String], after previous: Snapshot?) {
    let kernel = execution.kernel
    loops = ScenarioLoop.allCases.map { loop in
      let place = loop.rawValue
      return LoopSnapshot(execution.loops[place], in: kernel, after: previous?.loops[place])
    }
    itemNames = previous?.itemNames ?? [:]
    for (loop, snapshot) in zip(ScenarioLoop.allCases, loops) {
      if let view = snapshot.instance { instances.append((loop.word, view)) }
    }
    for name in names {
      guard let object = execution.objects.objects[name], object.isOpen,
        let view = try? kernel.view(ofFile: object.descriptor)
      else { continue }
      fileNames[view.number, default: []].append(name)
      guard !files.contains(where: { $0.number == view.number }) else { continue }
      files.append(view)
      for queue in view.queues { queueFiles[queue.name] = view.number }
      if view.kind == .epoll, let instance = try? kernel.view(ofInstance: object.descriptor) {
        instances.append((name, instance))
      }
    }
    nameNestedItems(execution, names)
  }

  private mutating func nameNestedItems(_ execution: ModelExecution, _ names: [String]) {
    for item in instances.flatMap(\.view.tree) where loop(of: item.name) == nil && !isGhost(item) {
      let name = names.first { name in
        guard let object = execution.objects.objects[name], object.isOpen else { return false }
        return object.descriptor == item.name.descriptor
      }
      if let name { itemNames[ItemKey(item.name)] = name }
    }
  }
}

extension Snapshot {
  /// The loop whose instance an entry belongs to; nil if that is an epoll object.
  func loop(of item: ItemName) -> LoopSnapshot? { loops.first { $0.instance?.number == item.instance } }

  /// The name of an instance, `second` for the second loop's; nil if it is unknown or the first loop's.
  func instanceName(_ number: Int) -> String? {
    instances.first { $0.view.number == number }?.name
  }

  func knows(instance number: Int) -> Bool { instances.contains { $0.view.number == number } }

  /// The name by which the scenario registered or nested what an entry watches.
  func name(of item: ItemName) -> String? {
    guard let loop = loop(of: item) else { return itemNames[ItemKey(item)] }
    let token = Int(item.data)
    return token < loop.tokenNames.count ? loop.tokenNames[token] : nil
  }

  /// The names of an open file: of each descriptor one.
  func names(ofFile number: Int) -> [String] { fileNames[number] ?? [] }

  func file(_ number: Int) -> FileView? { files.first { $0.number == number } }

  /// The file that has a queue.
  func file(with queue: QueueName) -> Int? { queueFiles[queue] }

  /// An entry as it is at this moment.
  func view(of item: ItemName) -> ItemView? {
    instances.lazy.flatMap(\.view.tree).first { ItemKey($0.name) == ItemKey(item) }
  }

  /// Whether the descriptor that an entry was added with is closed, or another file's by now.
  func isGhost(_ item: ItemView) -> Bool {
    if let file = file(item.name.file) { return !file.descriptors.contains(item.name.descriptor) }
    // A file without a name of its own: the loop's.
    return !instances.contains { $0.view.file == item.name.file }
  }

  /// What holds of an entry's file among what it asks for.
  func readiness(of item: ItemView) -> EventMask {
    (file(item.name.file)?.readiness ?? []).intersection(item.events)
  }

  /// The names on an instance's ready list, in its order.
  func readyNames(_ view: InstanceView) -> [String] {
    view.readyList.map { name(of: view.tree[$0].name) ?? "?" }
  }
}

extension ItemView {
  /// Whether it was one-shot, delivered, and not armed since.
  var isDisarmed: Bool { events.isDisjoint(with: [.error, .hangup]) }
}
