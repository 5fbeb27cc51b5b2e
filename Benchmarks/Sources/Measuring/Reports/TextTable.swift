/// Rows of cells in aligned columns; a row without cells is an empty line.
public struct TextTable {
  /// The side on which a column is even.
  public enum Alignment: Sendable {
    case left
    case right
  }

  /// One field of a row.
  public struct Cell {
    /// What is read.
    var text: String
    /// The text with the colours of a terminal, which take no room.
    var dressed: String
    var alignment: Alignment

    /// Makes a cell of text that is dressed for a terminal.
    public init(
      _ text: String, alignment: Alignment = .left, dress: (String) -> String = { $0 }
    ) {
      self.text = text
      dressed = dress(text)
      self.alignment = alignment
    }

    func padded(to width: Int) -> String {
      let padding = String(repeating: " ", count: width - text.count)
      return alignment == .left ? dressed + padding : padding + dressed
    }
  }

  private var rows: [[Cell]] = []

  /// Makes an empty table.
  public init() {}

  /// Adds a row.
  public mutating func append(_ cells: [Cell]) {
    rows.append(cells)
  }

  /// The rows, with two spaces between columns and none at the end of a line.
  public var text: String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { column < $0.count ? $0[column].text.count : 0 }.max() ?? 0
    }
    return rows.map { row in
      let filled = row[..<(row.lastIndex { !$0.text.isEmpty }.map { $0 + 1 } ?? 0)]
      let cells = filled.enumerated().map { column, cell in
        let isLast = column == filled.count - 1
        return isLast && cell.alignment == .left ? cell.dressed : cell.padded(to: widths[column])
      }
      return cells.joined(separator: "  ") + "\n"
    }.joined()
  }
}
