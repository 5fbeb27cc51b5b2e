// STUB
internal import EpollModel
typealias Fingerprint = UInt64
struct ModelCoverage: Hashable, Sendable, Codable { mutating func formUnion(_ o: ModelCoverage) {} }
extension ModelKernel { var coverage: ModelCoverage { ModelCoverage() } }
extension ModelExecution {
  var fingerprint: UInt64 {
    var h: UInt64 = 0xcbf29ce484222325
    for s in steps { for b in "\(s.action)".utf8 { h = (h ^ UInt64(b)) &* 0x100000001b3 } }
    return h
  }
}
