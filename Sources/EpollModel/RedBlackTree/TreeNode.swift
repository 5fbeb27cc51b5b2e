/// A node's place in a tree.
struct TreeLinks: Sendable {
  var parent = nowhere
  var left = nowhere
  var right = nowhere
  var isRed = false
}

/// An element of an arena that can be a node of a tree.
protocol TreeNode: ArenaElement, Sendable {
  var links: TreeLinks { get set }
}
