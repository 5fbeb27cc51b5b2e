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

  /// The instances: the loop's own first, then the epoll objects in the order in which they were opened.
  private(set) var instances: [(name: String?, view: InstanceView)] = []

  /// The open files that have a name, in the order in which they were opened.
  private(set) var files: [FileView] = []

  let registrations: [ModelLoop.Registration]
  let hasEnded: Bool

  /// The scenario's pending timers and whether a wake is wanted, which the kernel does not know.
  var timers: [PendingTimer] = []
  var wakeIsWanted = false

  private var fileNames: [Int: [String]] = [:]
  private var queueFiles: [QueueName: Int] = [:]
  private var itemNames: [ItemKey: String] = [:]
  private let tokenNames: [String]
  /// Looks at a run.
  ///
  /// - Parameters:
  ///   - execution: the run.
  ///   - names: the scenario's objects, in the order in which they are opened.
  ///   - previous: what was seen before, which knows the names of what was closed since.
  init(_ execution: ModelExecution, _ names: [String], after previous: Snapshot?) {
    registrations = execution.loop.registrations
    hasEnded = execution.hasEnded
    tokenNames = execution.names
    itemNames = previous?.itemNames ?? [:]
    timers = previous?.timers ?? []
    wakeIsWanted = previous?.wakeIsWanted ?? false
    let kernel = execution.loop.kernel
    if let view = try? kernel.view(ofInstance: execution.loop.epoll) { instances.append((nil, view)) }
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
    for item in instances.dropFirst().flatMap(\.view.tree) where !isGhost(item) {
      let name = names.first { name in
        guard let object = execution.objects.objects[name], object.isOpen else { return false }
        return object.descriptor == item.name.descriptor
      }
      if let name { itemNames[ItemKey(item.name)] = name }
    }
  }
}

extension Snapshot {
  var loop: InstanceView? { instances.first?.view }

  /// Whether an instance's number is the loop's own.
  func isLoop(_ instance: Int) -> Bool { loop?.number == instance }

  /// The name of an instance, nil if it is unknown or the loop's own.
  func instanceName(_ number: Int) -> String? {
    instances.first { $0.view.number == number }?.name
  }

  func knows(instance number: Int) -> Bool { instances.contains { $0.view.number == number } }

  /// The name by which the scenario registered or nested what an entry watches.
  func name(of item: ItemName) -> String? {
    guard isLoop(item.instance) else { return itemNames[ItemKey(item)] }
    let token = Int(item.data)
    return token < tokenNames.count ? tokenNames[token] : nil
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

  /// The entry of a registration in the loop's tree.
  func view(ofToken token: Int) -> ItemView? { loop?.tree.first { $0.data == UInt64(token) } }

  /// The latest registration under a name.
  func token(of name: String) -> Int? { tokenNames.lastIndex(of: name) }

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

extension Snapshot {
  /// Notes what a step that was done means to the timers and the waker.
  mutating func note(_ action: Action) {
    guard !hasEnded else { return }
    switch action {
    case .schedule(let names, let microseconds):
      timers += names.map { PendingTimer(name: $0, microseconds: microseconds) }
    case .cancel(let name):
      if let last = timers.lastIndex(where: { $0.name == name }) { timers.remove(at: last) }
    case .wake: wakeIsWanted = true
    default: break
    }
  }

  /// Forgets the timers and the wake that a wait has told.
  mutating func forget(_ outcome: Outcome, of action: Action) {
    guard action.isWait else { return }
    for item in outcome.items {
      if item == "wake" { wakeIsWanted = false }
      if let place = timers.firstIndex(where: { "timer \($0.name)" == item }) { timers.remove(at: place) }
    }
  }
}

extension ItemView {
  /// Whether it was one-shot, delivered, and not armed since.
  var isDisarmed: Bool { events.isDisjoint(with: [.error, .hangup]) }
}

/// A timer that was scheduled and has neither fired nor been cancelled.
struct PendingTimer: Hashable {
  var name: String
  var microseconds: Int
}
