/// What is known of a scenario's objects before it runs: kinds, other ends, and which are closed.
struct EmittedObjects {
  /// An object.
  struct Entry {
    var kind: ObjectKind.Plain
    var peer: String?
    var isOpen = true
  }

  private var entries: [String: Entry] = [:]

  /// The clients of a listener that were not accepted yet.
  private var queues: [String: [String]] = [:]

  /// What steps that are done later will close, from the next wait on.
  private var closingLater: [String] = []

  /// The kind of an object.
  func kind(of name: String) -> ObjectKind.Plain? { entries[name]?.kind }

  /// The other end, as long as it is open.
  func peer(of name: String) -> String? {
    entries[name]?.peer.flatMap { entries[$0]?.isOpen == true ? $0 : nil }
  }

  /// Whether an object has another end, open or not.
  func hadPeer(_ name: String) -> Bool { entries[name]?.peer != nil }

  /// Notes what a step makes and closes.
  mutating func note(_ step: Step) {
    switch step.action {
    case .open(let names, let kind, _):
      switch kind {
      case .plain(let plain):
        for (place, name) in names.enumerated() {
          entries[name] = Entry(kind: plain, peer: names.count == 2 ? names[1 - place] : nil)
        }
      case .dup(let original):
        entries[names[0]] = entries[original].map { Entry(kind: $0.kind, peer: $0.peer) }
      case .fifoReader, .fifoWriter: entries[names[0]] = Entry(kind: .fifo)
      }
    case .connect(let client, let listener):
      entries[client] = Entry(kind: kind(of: listener) == .unixListener ? .unixStream : .tcp)
      queues[listener, default: []].append(client)
    case .accept(let name, let listener):
      let client = queues[listener]?.isEmpty == false ? queues[listener]?.removeFirst() : nil
      entries[name] = Entry(kind: kind(of: listener) == .unixListener ? .unixStream : .tcp)
      if let client, entries[client]?.isOpen == true, kind(of: name) == .tcp {
        entries[name]?.peer = client
        entries[client]?.peer = name
      }
    case .object(let name, .close), .object(let name, .reset):
      if step.moment == .inTurn {
        entries[name]?.isOpen = false
      } else {
        closingLater.append(name)
      }
    case .wait, .collect:
      for name in closingLater { entries[name]?.isOpen = false }
      closingLater = []
    default: break
    }
  }
}
