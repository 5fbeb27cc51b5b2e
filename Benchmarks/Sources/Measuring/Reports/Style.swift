/// How text is dressed: with colours for a terminal, or plain.
public struct Style: Sendable {
  private let hasColour: Bool

  /// Text without colours.
  public static let plain = Style(hasColour: false)

  /// Text with the colours that terminals understand (ECMA-48).
  public static let coloured = Style(hasColour: true)

  /// Text that stands out.
  public func bold(_ text: String) -> String { dress(text, "1") }

  /// Text that steps back.
  public func dim(_ text: String) -> String { dress(text, "2") }

  /// Text that tells of something good.
  public func green(_ text: String) -> String { dress(text, "32") }

  /// Text that warns.
  public func yellow(_ text: String) -> String { dress(text, "33") }

  /// Text that tells of something bad.
  public func red(_ text: String) -> String { dress(text, "31") }

  private func dress(_ text: String, _ code: String) -> String {
    hasColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
