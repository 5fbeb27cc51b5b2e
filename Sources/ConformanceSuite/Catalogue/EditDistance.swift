/// How far two words are from each other, for "did you mean".
enum EditDistance {
  /// The least number of characters to insert, remove or replace (Levenshtein's distance).
  static func between(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (index, character) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let above = row[column + 1]
        row[column + 1] = min(above + 1, row[column] + 1, diagonal + (character == right[column] ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}
