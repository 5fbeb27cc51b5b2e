internal import Foundation

/// What a step led to: for a wait its events, for another step one word.
public struct Outcome: Hashable, Sendable {
  /// The events in the order of their delivery, or the one word.
  public var items: [String]

  /// Makes an outcome of several items.
  public init(_ items: [String]) {
    self.items = items
  }

  /// A step that did what it says.
  public static let done = Outcome(["done"])

  /// A wait without events.
  public static let nothing = Outcome([])

  /// A step that was refused, or that led to something else that has a name.
  public static func word(_ word: String) -> Outcome {
    Outcome([word])
  }
}

extension Outcome: CustomStringConvertible {
  /// The items as a scenario writes them.
  public var description: String {
    items.isEmpty ? "nothing" : items.joined(separator: ", ")
  }

  /// Reads the text form back.
  init(text: String) {
    self.init(text == "nothing" ? [] : text.components(separatedBy: ", "))
  }
}

extension Outcome {
  /// Whether two outcomes differ at most in the order of readiness events, which the contract leaves free.
  func isReordering(of other: Outcome) -> Bool {
    readiness.sorted() == other.readiness.sorted() && others == other.others
      && items.prefix(readiness.count).elementsEqual(readiness)
  }

  private var readiness: [String] { items.filter { $0.contains(": ") } }
  private var others: [String] { items.filter { !$0.contains(": ") } }
}
