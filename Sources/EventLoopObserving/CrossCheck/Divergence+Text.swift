internal import EventLoopAPI

extension Divergence: CustomStringConvertible {
  /// One line, such as `divergence 1: missing; descriptor 7 (readable, edge): primary told readable, shadow
  /// told nothing, the kernel says readable; confirmed by 8 more looks; wait 12`.
  public var description: String {
    var text = "divergence \(number): \(kind.rawValue); "
    if let descriptor { text += "descriptor \(descriptor) (\(interest), \(trigger)): " }
    text += "primary \(primary), shadow \(shadow)"
    if let kernel { text += ", the kernel says \(kernel)" }
    return text + "; \(settlement); wait \(wait)"
  }
}

extension Divergence.Report: CustomStringConvertible {
  /// In words, such as `told readable`.
  public var description: String {
    switch self {
    case .told(let readiness): "told \(readiness)"
    case .silent: "told nothing"
    case .accepted: "accepted"
    case .refused(let error): "refused \(error)"
    case .notAsked: "was not asked"
    }
  }
}

extension Divergence.Settlement: CustomStringConvertible {
  /// In words, such as `confirmed by 8 more looks`.
  public var description: String {
    switch self {
    case .atOnce: "certain at once"
    case .confirmed(let looks): "confirmed by \(looks) more looks"
    case .persisted(let waits): "the same in \(waits) waits"
    case .recurred: "more often than by coincidence"
    }
  }
}
