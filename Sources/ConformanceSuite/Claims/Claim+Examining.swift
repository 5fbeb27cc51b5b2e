/// A worker's answer to a claim.
struct ClaimReply: Codable {
  var evidence: [ClaimEvidence] = []

  /// What was in the way of deciding it.
  var obstacle: String?
}

extension Claim {
  /// Tries it in this process, which may be left with other limits and other handlers of signals.
  func examine(on backend: Backend) -> ClaimReply {
    var log = ClaimLog()
    do {
      switch attempt {
      case .kernel(let attempt): try attempt(&log)
      case .loops(let attempt):
        try log.given("the loop", backend.name) { log in try attempt(backend, &log) }
      }
      return ClaimReply(evidence: log.evidence)
    } catch let failure as ObjectTable.Failure {
      return ClaimReply(evidence: log.evidence, obstacle: failure.outcome.description)
    } catch {
      return ClaimReply(evidence: log.evidence, obstacle: "\(error)")
    }
  }
}
