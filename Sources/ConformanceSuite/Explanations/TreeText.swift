/// A red-black tree as text, in its order from top to bottom, the root at the left.
struct TreeText {
  private let tree: [ModelState.Item]
  private var drawn: [(branch: String, item: ModelState.Item)] = []

  init(_ tree: [ModelState.Item]) {
    self.tree = tree
    if let root = tree.firstIndex(where: { $0.parent == nil }) { draw(root, above: "", own: "", below: "") }
  }

  /// One line for each entry: its branch, its name, the node's colour and what it is armed for.
  var lines: [String] {
    let width = drawn.map { $0.branch.count + $0.item.name.count }.max() ?? 0
    return drawn.map { branch, item in
      let name = branch + item.name
      let colour = item.colour == "red" ? "red  " : "black"
      return name + String(repeating: " ", count: width - name.count) + "  \(colour)  \(Self.mask(of: item))"
    }
  }

  /// - Parameters:
  ///   - place: the node.
  ///   - above: what stands before the lines of the branch before it.
  ///   - own: what stands before its own line.
  ///   - below: what stands before the lines of the branch behind it.
  private mutating func draw(_ place: Int, above: String, own: String, below: String) {
    let item = tree[place]
    if let left = item.left { draw(left, above: above + "  ", own: above + "╭ ", below: above + "│ ") }
    drawn.append((own, item))
    if let right = item.right { draw(right, above: below + "│ ", own: below + "╰ ", below: below + "  ") }
  }

  /// What an entry is armed for; hangup and error go without saying.
  private static func mask(of item: ModelState.Item) -> String {
    let asked = item.armed.filter { $0 != "error" && $0 != "hangup" }
    let conditions = item.armed.isEmpty ? ["disarmed"] : asked.isEmpty ? ["none"] : asked
    return (conditions + item.trigger + (item.isGhost ? ["(a ghost: no number reaches it)"] : []))
      .joined(separator: " ")
  }
}
