extension RedBlackTree {
  /// What is wrong with the tree, or nil: order, colours, the heights of black nodes, links and count.
  func violation<Node: TreeNode>(
    in nodes: borrowing Arena<Node>, isAscending: (Node, Node) -> Bool
  ) -> String? {
    if root != nowhere {
      if nodes[root].links.isRed { return "the root is red" }
      if nodes[root].links.parent != nowhere { return "the root has a parent" }
      if blackHeight(of: root, in: nodes) == nil { return "colours, heights or links are wrong" }
    }
    var seen: Int32 = 0
    var place = first(in: nodes)
    while place != nowhere {
      seen += 1
      if seen > count { return "there are more nodes than counted" }
      let following = next(after: place, in: nodes)
      if following != nowhere, !isAscending(nodes[place], nodes[following]) {
        return "the order is wrong"
      }
      place = following
    }
    return seen == count ? nil : "there are fewer nodes than counted"
  }

  /// The black nodes on each way down, or nil if the ways differ or a red node has a red child.
  private func blackHeight<Node: TreeNode>(of place: Place, in nodes: borrowing Arena<Node>) -> Int? {
    guard place != nowhere else { return 0 }
    let links = nodes[place].links
    for child in [links.left, links.right] where child != nowhere {
      if nodes[child].links.parent != place { return nil }
      if links.isRed, nodes[child].links.isRed { return nil }
    }
    guard let left = blackHeight(of: links.left, in: nodes),
      let right = blackHeight(of: links.right, in: nodes), left == right
    else { return nil }
    return left + (links.isRed ? 0 : 1)
  }
}
