/// How text is dressed: with colours for a terminal, or plain.
public struct Style: Sendable {
  private let hasColour: Bool

  /// Text without colours.
  public static let plain = Style(hasColour: false)

  /// Text with the colours that terminals understand (ECMA-48).
  public static let coloured = Style(hasColour: true)

  func bold(_ text: String) -> String { dress(text, "1") }

  func dim(_ text: String) -> String { dress(text, "2") }

  func green(_ text: String) -> String { dress(text, "32") }

  func yellow(_ text: String) -> String { dress(text, "33") }

  func red(_ text: String) -> String { dress(text, "31") }

  private func dress(_ text: String, _ code: String) -> String {
    hasColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
