import Measuring

/// For each workload the ratios of some implementations to C: a dot for the median, a line from the least to
/// the greatest.
struct RatioPlot {
  struct Row {
    var title: String
    var ratios: [(implementation: Implementation, ratio: Spread)]
  }

  let title: String
  let rows: [Row]

  private static let left = 300.0
  private static let right = 760.0
  private static let rowHeight = 14.0

  var svg: String {
    let height = 110 + rows.reduce(0) { $0 + self.height(of: $1) }
    var svg = SVG(width: 820, height: height)
    // Beyond that a ratio is told by its number.
    let scale = LogarithmicScale(0.5...10, from: Self.left, to: Self.right)
    svg.text(title, at: (20, 24), isBold: true)
    legend(&svg)
    let top = 66.0
    for tick in scale.ticks {
      svg.line(
        (scale.place(tick), top), (scale.place(tick), height - 30), tick == 1 ? "#333" : "#ddd")
      svg.text("\(tick.formatted(digits: tick < 1 ? 1 : 0))×", at: (scale.place(tick), height - 12), .middle)
    }
    var y = top + 8
    for row in rows {
      let middle = y + self.height(of: row) / 2
      svg.text(row.title, at: (Self.left - 12, middle), .end)
      for (index, entry) in row.ratios.enumerated() {
        draw(entry, at: y + Double(index) * Self.rowHeight + 4, scale, &svg)
      }
      y += self.height(of: row)
      svg.line((20, y - 6), (Self.right, y - 6), "#eee")
    }
    return svg.document
  }

  private func height(of row: Row) -> Double {
    Double(row.ratios.count) * Self.rowHeight + 10
  }

  private func draw(
    _ entry: (implementation: Implementation, ratio: Spread), at y: Double, _ scale: LogarithmicScale,
    _ svg: inout SVG
  ) {
    let colour = entry.implementation.colour
    svg.line(
      (scale.place(entry.ratio.minimum), y), (scale.place(entry.ratio.maximum), y), colour, width: 1.5)
    svg.dot((scale.place(entry.ratio.median), y), colour)
    if !scale.values.contains(entry.ratio.median) {
      let isBeyond = entry.ratio.median > scale.values.upperBound
      svg.text(
        "\(entry.ratio.median.formatted(digits: isBeyond ? 0 : 2))×",
        at: ((isBeyond ? Self.right : Self.left) + 8, y + 4), colour: colour)
    }
  }

  private func legend(_ svg: inout SVG) {
    var seen: Set<Implementation> = []
    let all = rows.flatMap { $0.ratios.map(\.implementation) }.filter { seen.insert($0).inserted }
    var x = 20.0
    for implementation in all {
      svg.dot((x, 46), implementation.colour)
      svg.text(implementation.title, at: (x + 8, 50), colour: implementation.colour)
      x += 24 + 6.6 * Double(implementation.title.count)
    }
  }
}
