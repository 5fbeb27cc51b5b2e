/// How text is dressed: with colours for a terminal, or plain.
public struct Style: Sendable {
  private let hasColour: Bool

  /// Text without colours.
  public static let plain = Style(hasColour: false)

  /// Text with the colours that terminals understand (ECMA-48).
  public static let coloured = Style(hasColour: true)

  func bold(_ text: String) -> String { dress(text, "1") }

  func dim(_ text: String) -> String { dress(text, "2") }

  /// Green for what is as it should be, yellow for what is declared, red for failures.
  func verdict(_ verdict: Verdict, _ text: String? = nil) -> String {
    let code =
      switch verdict {
      case .agrees, .permitted: "32"
      case .declared, .unsupported: "33"
      case .undeclared, .stale, .crashed, .timedOut: "31"
      }
    return dress(text ?? verdict.rawValue, code)
  }

  private func dress(_ text: String, _ code: String) -> String {
    hasColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
