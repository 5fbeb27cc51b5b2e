/// Rows of cells in aligned columns.
struct TextTable {
  private var rows: [[(text: String, dressed: String)]] = []

  mutating func append(_ cells: [(text: String, dressed: String)]) {
    rows.append(cells)
  }

  mutating func append(_ cells: [String]) {
    append(cells.map { ($0, $0) })
  }

  /// The rows, with two spaces before each and between columns.
  var text: String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].text.count : 0 }.max() ?? 0
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let isLast = column == row.count - 1
        let padding = isLast ? 0 : widths[column] - cell.text.count
        line += "  " + cell.dressed + String(repeating: " ", count: padding)
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
