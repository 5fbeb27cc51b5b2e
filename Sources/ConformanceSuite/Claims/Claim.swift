/// A sentence about epoll that a document says, and the attempt that decides whether it is so.
///
/// The verdict is computed from what the attempt observes each time; see ``ClaimVerdict``.
public struct Claim: Sendable {
  /// A document that the project began with.
  public enum Document: String, Codable, Hashable, Sendable, CaseIterable {
    /// A tutorial on the principles of epoll, with much code: file 000.
    case tutorial = "the tutorial (seed 000)"
    /// Notes that translate and extend the manual pages: file 001.
    case notes = "the notes on the manual (seed 001)"
    /// An introduction from the kernel's structures to a server: file 003.
    case introduction = "the introduction (seed 003)"
  }

  /// What it is called, such as `et-once`; scenarios cite it as `seed:et-once`.
  public let id: String

  /// Which document says it.
  public let document: Document

  /// What is claimed.
  public let sentence: String

  let attempt: Attempt

  /// How it is decided.
  enum Attempt: Sendable {
    /// On the kernel's own calls.
    case kernel(@Sendable (inout ClaimLog) throws -> Void)

    /// On loops: on each backend in a process of its own.
    case loops(@Sendable (Backend, inout ClaimLog) throws -> Void)
  }

  /// A claim that the kernel's own calls decide.
  init(
    _ id: String, _ document: Document, _ sentence: String,
    onKernel attempt: @escaping @Sendable (inout ClaimLog) throws -> Void
  ) {
    self.id = id
    self.document = document
    self.sentence = sentence
    self.attempt = .kernel(attempt)
  }

  /// A claim about an application, which is tried on each backend's loop.
  init(
    _ id: String, _ document: Document, _ sentence: String,
    onLoops attempt: @escaping @Sendable (Backend, inout ClaimLog) throws -> Void
  ) {
    self.id = id
    self.document = document
    self.sentence = sentence
    self.attempt = .loops(attempt)
  }
}

extension Claim {
  /// All claims, by area.
  public static let all: [Claim] =
    creation + control + waiting + conditions + level + edge + oneShot + threads + cost + servers

  /// The claims that ids and globs name, in the order of ``all``, or all of them for no names.
  ///
  /// - Throws: ``ClaimError`` for a name that fits none.
  public static func select(_ names: [String]) throws(ClaimError) -> [Claim] {
    guard !names.isEmpty else { return all }
    for name in names where !all.contains(where: { Glob(name).matches($0.id) }) {
      throw .unknown(name)
    }
    return all.filter { claim in names.contains { Glob($0).matches(claim.id) } }
  }
}

/// Why claims cannot be had.
public enum ClaimError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No claim has this id, or fits this glob.
  case unknown(String)

  /// What is wrong and how to mend it.
  public var description: String {
    switch self {
    case .unknown(let name): "no claim '\(name)' ('conformance claims --list' shows them)"
    }
  }
}
