/// A drawing in the making (Scalable Vector Graphics 1.1).
struct SVG {
  /// Where a text has its point.
  enum Anchor: String {
    case start
    case middle
    case end
  }

  private let width: Double
  private let height: Double
  private var elements: [String] = []

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// The whole file.
  ///
  /// The ground is white, so that the drawing can be read on a dark page as well.
  var document: String {
    let size = "\(Self.number(width)) \(Self.number(height))"
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(Self.number(width))" \
      font-family="system-ui, sans-serif" font-size="12">
      <rect width="100%" height="100%" fill="white"/>
      \(elements.joined(separator: "\n"))
      </svg>

      """
  }

  mutating func line(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ colour: String, width: Double = 1
  ) {
    elements.append(
      """
      <line x1="\(Self.number(from.x))" y1="\(Self.number(from.y))" x2="\(Self.number(to.x))" \
      y2="\(Self.number(to.y))" stroke="\(colour)" stroke-width="\(Self.number(width))"/>
      """)
  }

  mutating func path(_ points: [(x: Double, y: Double)], _ colour: String, isDashed: Bool = false) {
    let text = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
    let dashes = isDashed ? " stroke-dasharray=\"5 4\"" : ""
    elements.append(
      "<polyline points=\"\(text)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\"\(dashes)/>")
  }

  mutating func dot(_ centre: (x: Double, y: Double), _ colour: String, radius: Double = 3.5) {
    elements.append(
      """
      <circle cx="\(Self.number(centre.x))" cy="\(Self.number(centre.y))" r="\(Self.number(radius))" \
      fill="\(colour)"/>
      """)
  }

  mutating func text(
    _ text: String, at point: (x: Double, y: Double), _ anchor: Anchor = .start, colour: String = "#333",
    isBold: Bool = false
  ) {
    let weight = isBold ? " font-weight=\"bold\"" : ""
    elements.append(
      """
      <text x="\(Self.number(point.x))" y="\(Self.number(point.y))" text-anchor="\(anchor.rawValue)" \
      fill="\(colour)"\(weight)>\(Self.escaped(text))</text>
      """)
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? "\(Int(value))" : value.formatted(digits: 1)
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      default: result.append(character)
      }
    }
  }
}
