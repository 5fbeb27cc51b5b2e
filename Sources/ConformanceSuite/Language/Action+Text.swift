internal import EventLoopAPI

extension Action: CustomStringConvertible {
  /// The action as a scenario writes it, which the parser reads back.
  public var description: String {
    switch self {
    case .open(let names, let kind, let options):
      "open \(names.joined(separator: " ")) = \(kind)\(options)"
    case .object(let name, let operation): operation.text(on: name)
    case .connect(let client, let listener): "connect \(client) to \(listener)"
    case .accept(let name, let listener): "accept \(name) from \(listener)"
    case .send(let name, let socket): "send \(name) over \(socket)"
    case .receive(let name, let socket): "receive \(name) from \(socket)"
    case .nest(let epoll, let target, let events):
      "nest \(epoll) \(target) \(Self.flags(Interest(rawValue: events), Trigger(rawValue: events)))"
    case .unnest(let epoll, let target): "unnest \(epoll) \(target)"
    case .register(let name, let interest, let trigger):
      "register \(name) \(Self.flags(interest, trigger))"
    case .modify(let name, let interest, let trigger): "modify \(name) \(Self.flags(interest, trigger))"
    case .deregister(let name): "deregister \(name)"
    case .schedule(let names, let microseconds):
      "schedule \(names.joined(separator: " ")) at \(Self.span(microseconds))"
    case .cancel(let name): "cancel \(name)"
    case .wake(.here): "wake"
    case .wake(let source): "wake from \(source.rawValue)"
    case .wait(.poll): "wait"
    case .wait(.forever): "wait forever"
    case .wait(.microseconds(let span)): "wait \(Self.span(span))"
    case .collect(let count): "collect \(count)"
    case .embed: "embed"
    case .signals(nil): "signals off"
    case .signals(let microseconds?): "signals every \(Self.span(microseconds))"
    case .end: "end"
    }
  }

  private static func flags(_ interest: Interest, _ trigger: Trigger) -> String {
    trigger.isEmpty ? "\(interest)" : "\(interest) \(trigger)"
  }

  /// A span in the largest unit that holds it whole.
  fileprivate static func span(_ microseconds: Int) -> String {
    let units = [("h", 3_600_000_000), ("s", 1_000_000), ("ms", 1000)]
    let unit = units.first { microseconds > 0 && microseconds.isMultiple(of: $0.1) } ?? ("us", 1)
    return "\(microseconds / unit.1)\(unit.0)"
  }
}

extension ObjectKind: CustomStringConvertible {
  /// The kind as a scenario writes it.
  public var description: String {
    switch self {
    case .plain(let plain): plain.rawValue
    case .dup(let original): "dup \(original)"
    case .fifoReader(let end): "fifo-reader of \(end)"
    case .fifoWriter(let end): "fifo-writer of \(end)"
    }
  }
}

extension OpenOptions: CustomStringConvertible {
  /// The options as a scenario writes them, each with a space before it.
  public var description: String {
    var text = ""
    if isBlocking { text += " blocking" }
    if let reusing { text += " reusing \(reusing)" }
    if initial != 0 { text += " initial=\(initial)" }
    if isSemaphore { text += " semaphore" }
    if isCanonical { text += " canonical" }
    return text
  }
}

extension ObjectOperation {
  fileprivate func text(on name: String) -> String {
    switch self {
    case .write(let count): "write \(name) \(count)"
    case .read(let count): "read \(name) \(count)"
    case .peek(let count): "peek \(name) \(count)"
    case .drain: "drain \(name)"
    case .fill: "fill \(name)"
    case .shutdown(let half): "shutdown \(name) \(half.rawValue)"
    case .close: "close \(name)"
    case .reset: "reset \(name)"
    case .refuse: "refuse \(name)"
    case .sendUrgent: "send-urgent \(name)"
    case .readUrgent: "read-urgent \(name)"
    case .takeError: "take-error \(name)"
    case .setLowWater(let count): "set \(name) low-water \(count)"
    case .setUrgentInline: "set \(name) urgent-inline"
    case .setErrorQueue: "set \(name) error-queue"
    case .readError: "read-error \(name)"
    case .endLine: "end-line \(name)"
    case .arm(let microseconds): "arm \(name) \(Action.span(microseconds))"
    case .raise: "raise \(name)"
    case .reap: "reap \(name)"
    case .change: "change \(name)"
    case .harvest: "harvest \(name)"
    case .mode: "mode \(name)"
    }
  }
}

extension Step {
  /// The step as a scenario writes it, without its expectation.
  var written: String {
    let action = loop == .second ? "second \(action)" : "\(action)"
    switch moment {
    case .inTurn: return action
    case .onDelivery(let subject, let deliverer):
      let prefix = deliverer == .second ? "second " : ""
      return prefix + (mayStayUndone ? "perhaps on " : "on ") + "\(subject): \(action)"
    case .meanwhile: return "meanwhile \(action)"
    }
  }
}
