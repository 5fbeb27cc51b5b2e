internal import EpollModel
internal import EventLoopAPI

extension Reason {
  func registering(_ name: String) -> String {
    guard outcome == .done else { return refusalOfControl }
    return adding(name, to: nil)
  }

  func nesting(_ target: String, in epoll: String) -> String {
    guard outcome == .done else { return refusalOfControl }
    return adding(target, to: epoll)
  }

  private func adding(_ name: String, to epoll: String?) -> String {
    let list = epoll.map { "\($0)'s ready list" } ?? "the ready list"
    var clauses: [String] = []
    if let mask = listedMask(inLoop: epoll == nil) {
      clauses.append("adding polls the file: \(name) is \(mask.inWords), so it joined \(list) at once")
    } else {
      clauses.append(
        "adding polls the file: nothing that \(name) asks for holds, "
          + "so it joined the tree, but not the ready list")
    }
    clauses += chainAbove()
    return sentence(clauses)
  }

  /// Where those who poll an epoll object heard of a change in it.
  private func chainAbove() -> [String] {
    entries.compactMap { entry in
      guard case .callback(let item, .joined) = entry else { return nil }
      let own = before.name(of: item) ?? after.name(of: item) ?? "the epoll object"
      return "that woke those who poll \(own), which joined \(readyList(of: item.instance))"
    }
  }

  /// What a poll at adding or modifying found, if that put the entry on the list.
  private func listedMask(inLoop: Bool) -> EventMask? {
    for entry in entries {
      if case .listed(let item, let mask) = entry, isLoop(item) == inLoop { return mask }
    }
    return nil
  }

  func unnesting(_ target: String, from epoll: String) -> String {
    guard outcome == .done else { return refusalOfControl }
    return "\(target) left \(epoll)'s tree and its wait queue."
  }

  func modifying(_ name: String, _ interest: Interest) -> String {
    guard outcome == .done else { return refusalOfControl }
    let token = loopAfter.token(of: name)
    if let token, loopAfter.registrations[token].isChanged {
      return "Within a batch the loop only notes the new interest; the kernel hears of it when that is read."
    }
    if let mask = listedMask(inLoop: true) {
      return sentence(
        ["modifying polls the file again: \(name) is \(mask.inWords), so it joined the ready list"]
          + chainAbove())
    }
    guard let token, let item = loopAfter.view(ofToken: token) else {
      return "The loop's record changes; the kernel has no entry for it."
    }
    if !interest.isEmpty, item.events.conditions == ["error", "hangup"] {
      return "Its one report is in the batch in hand already, so the kernel is to give no other."
    }
    return item.isListed
      ? "\(name) stays on the ready list, where it was; it will be polled for the new interest."
      : "Modifying polls the file again: nothing that \(name) asks for holds."
  }

  func deregistering(_ name: String) -> String {
    guard outcome == .done else { return refusalOfControl }
    guard let token = loopBefore.token(of: name), let item = loopBefore.view(ofToken: token) else {
      return "The entry had gone with its file; only the loop's own record ends."
    }
    guard after.view(of: item.name) == nil || loopAfter.view(ofToken: token) == nil else {
      return "The number no longer reaches the registered file, so the kernel keeps the entry: a ghost."
    }
    return item.isListed
      ? "\(name) left the tree, its wait queue and the ready list, so its readiness is told no more."
      : "\(name) left the tree and its wait queue."
  }

  /// Why the kernel or the loop refused a change of an interest list.
  private var refusalOfControl: String {
    switch outcome.description {
    case "EEXIST": return "The tree has an entry for this file under this number already."
    case "EPERM": return "A file of this kind cannot be polled, so epoll cannot watch it."
    case "EBADF": return "The number is not open."
    case "ENOENT": return "There is no such registration any more."
    case "ELOOP": return "Instances would watch each other in a circle, or be nested more than five deep."
    case "EINVAL": return reasonForInvalid
    case "not registered": return "Nothing was registered under this name."
    default: return "The step was refused."
    }
  }

  private var reasonForInvalid: String {
    switch step.action {
    case .modify: "An exclusive registration cannot be modified, and none can become exclusive."
    case .nest(let epoll, let target, _) where epoll == target: "An instance cannot watch itself."
    default: "Exclusive goes with readable, writable, edge and wakeUp alone, and not with an epoll object."
    }
  }
}

extension Reason {
  func scheduling(_ names: [String]) -> String {
    guard outcome == .done else { return "The loop has ended." }
    let verb = names.count == 1 ? "is" : "are"
    return "\(names.joinedInWords) \(verb) kept by the loop itself: timers are no entries of the kernel's."
  }

  func cancelling(_ name: String) -> String {
    outcome == .done
      ? "\(name) is taken back and will not fire."
      : "\(name) was no longer to fire: it has fired, was cancelled, or the loop has ended."
  }

  var waking: String {
    if loopBefore.hasEnded { return "The loop has ended, so nobody is told." }
    return loopBefore.wakeIsWanted
      ? "A wake is wanted already: wakes coalesce into one."
      : "A wait that sleeps ends, or the next one tells it: a wake is not lost."
  }

  func signalling(_ isOn: Bool) -> String {
    isOn
      ? "From now on signals interrupt the waits, which the loop hides and goes on waiting."
      : "No more signals come."
  }

  var embedding: String {
    guard let view = loopAfter.instance, !loopBefore.hasEnded else { return "The loop has ended." }
    let dropped = droppedNames(inLoop: true)
    var clauses: [String] = []
    if !dropped.isEmpty {
      let verb = dropped.count == 1 ? "was" : "were"
      clauses.append("\(dropped.joinedInWords) \(verb) polled, not ready, and dropped")
    }
    let ready = after.readyNames(view)
    if !ready.isEmpty {
      clauses.append("the ready list holds \(ready.joinedInWords), so the loop's own descriptor is readable")
    } else if loopAfter.wakeIsWanted {
      clauses.append("a wake is wanted, so the loop's own descriptor is readable")
    } else {
      clauses.append("the ready list is empty and no wake is wanted")
      if !loopAfter.timers.isEmpty { clauses.append("timers do not show in the loop's descriptor") }
    }
    return sentence(clauses)
  }
}
