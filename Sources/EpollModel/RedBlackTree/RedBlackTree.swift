/// A binary search tree that keeps itself balanced; its nodes live in an arena, which each call is given.
///
/// A node is red or black, a red node has black children, and each way from the root to the end of a branch
/// has the same number of black nodes: so no way is longer than twice another.
struct RedBlackTree: Sendable {
  private(set) var root = nowhere
  private(set) var count: Int32 = 0
  /// Rotations since the tree was made.
  private(set) var rotations = 0

  /// The first node in the order, or nowhere.
  func first<Node: TreeNode>(in nodes: borrowing Arena<Node>) -> Place {
    guard root != nowhere else { return nowhere }
    return leftmost(below: root, in: nodes)
  }

  /// The node after another in the order, or nowhere.
  func next<Node: TreeNode>(after place: Place, in nodes: borrowing Arena<Node>) -> Place {
    let right = nodes[place].links.right
    if right != nowhere { return leftmost(below: right, in: nodes) }
    var child = place
    var parent = nodes[place].links.parent
    while parent != nowhere, nodes[parent].links.right == child {
      child = parent
      parent = nodes[parent].links.parent
    }
    return parent
  }

  private func leftmost<Node: TreeNode>(below place: Place, in nodes: borrowing Arena<Node>) -> Place {
    var place = place
    while nodes[place].links.left != nowhere { place = nodes[place].links.left }
    return place
  }

  /// Puts a node below `parent`, where a search for it ended, and restores the balance.
  mutating func insert<Node: TreeNode>(
    _ place: Place, below parent: Place, isLeft: Bool, in nodes: inout Arena<Node>
  ) {
    nodes[place].links = TreeLinks(parent: parent, isRed: true)
    if parent == nowhere {
      root = place
    } else if isLeft {
      nodes[parent].links.left = place
    } else {
      nodes[parent].links.right = place
    }
    count += 1
    repairRedPair(at: place, in: &nodes)
  }

  /// Makes a red node below a red one good: by colours further up, or by one or two rotations here.
  private mutating func repairRedPair<Node: TreeNode>(at start: Place, in nodes: inout Arena<Node>) {
    var node = start
    while true {
      var parent = nodes[node].links.parent
      guard parent != nowhere else { break }
      guard nodes[parent].links.isRed else { break }
      // A red node is not the root, so there is a grandparent.
      let grandparent = nodes[parent].links.parent
      let parentIsLeft = nodes[grandparent].links.left == parent
      let uncle = parentIsLeft ? nodes[grandparent].links.right : nodes[grandparent].links.left
      if uncle != nowhere, nodes[uncle].links.isRed {
        nodes[parent].links.isRed = false
        nodes[uncle].links.isRed = false
        nodes[grandparent].links.isRed = true
        node = grandparent
        continue
      }
      if (nodes[parent].links.left == node) != parentIsLeft {
        rotate(parent, toLeft: parentIsLeft, in: &nodes)
        parent = node
      }
      nodes[parent].links.isRed = false
      nodes[grandparent].links.isRed = true
      rotate(grandparent, toLeft: !parentIsLeft, in: &nodes)
      break
    }
    nodes[root].links.isRed = false
  }

  /// Takes a node out and restores the balance.
  mutating func remove<Node: TreeNode>(_ place: Place, in nodes: inout Arena<Node>) {
    count -= 1
    let links = nodes[place].links
    if links.left != nowhere, links.right != nowhere {
      exchange(place, withNext: leftmost(below: links.right, in: nodes), in: &nodes)
    }
    // The node has one child at most now.
    let child = nodes[place].links.left != nowhere ? nodes[place].links.left : nodes[place].links.right
    let parent = nodes[place].links.parent
    let wasRed = nodes[place].links.isRed
    let wasLeft = parent != nowhere && nodes[parent].links.left == place
    replace(place, below: parent, with: child, in: &nodes)
    nodes[place].links = TreeLinks()
    guard !wasRed else { return }
    if child != nowhere {
      // The only child of a black node is red, or the ways below would differ.
      nodes[child].links.isRed = false
    } else if parent != nowhere {
      repairMissingBlack(below: parent, isLeft: wasLeft, in: &nodes)
    }
  }

  /// Makes a branch good that has one black node too few.
  private mutating func repairMissingBlack<Node: TreeNode>(
    below start: Place, isLeft startIsLeft: Bool, in nodes: inout Arena<Node>
  ) {
    var parent = start
    var isLeft = startIsLeft
    while true {
      var sibling = child(of: parent, left: !isLeft, in: nodes)
      if nodes[sibling].links.isRed {
        nodes[sibling].links.isRed = false
        nodes[parent].links.isRed = true
        rotate(parent, toLeft: isLeft, in: &nodes)
        sibling = child(of: parent, left: !isLeft, in: nodes)
      }
      let near = child(of: sibling, left: isLeft, in: nodes)
      let far = child(of: sibling, left: !isLeft, in: nodes)
      if isBlack(near, in: nodes), isBlack(far, in: nodes) {
        nodes[sibling].links.isRed = true
        if nodes[parent].links.isRed || nodes[parent].links.parent == nowhere {
          nodes[parent].links.isRed = false
          return
        }
        let node = parent
        parent = nodes[node].links.parent
        isLeft = nodes[parent].links.left == node
        continue
      }
      if isBlack(far, in: nodes) {
        nodes[near].links.isRed = false
        nodes[sibling].links.isRed = true
        rotate(sibling, toLeft: !isLeft, in: &nodes)
        sibling = near
      }
      nodes[sibling].links.isRed = nodes[parent].links.isRed
      nodes[parent].links.isRed = false
      nodes[child(of: sibling, left: !isLeft, in: nodes)].links.isRed = false
      rotate(parent, toLeft: isLeft, in: &nodes)
      return
    }
  }
}

extension RedBlackTree {
  private func child<Node: TreeNode>(
    of place: Place, left: Bool, in nodes: borrowing Arena<Node>
  ) -> Place {
    left ? nodes[place].links.left : nodes[place].links.right
  }

  /// The end of a branch counts as black.
  private func isBlack<Node: TreeNode>(_ place: Place, in nodes: borrowing Arena<Node>) -> Bool {
    place == nowhere || !nodes[place].links.isRed
  }

  /// Puts `new` where `old` hangs below `parent`.
  private mutating func replace<Node: TreeNode>(
    _ old: Place, below parent: Place, with new: Place, in nodes: inout Arena<Node>
  ) {
    if parent == nowhere {
      root = new
    } else if nodes[parent].links.left == old {
      nodes[parent].links.left = new
    } else {
      nodes[parent].links.right = new
    }
    if new != nowhere { nodes[new].links.parent = parent }
  }

  /// Exchanges the places of a node with two children and of the next in the order, colours included.
  private mutating func exchange<Node: TreeNode>(
    _ place: Place, withNext next: Place, in nodes: inout Arena<Node>
  ) {
    var upper = nodes[place].links
    let lower = nodes[next].links
    replace(place, below: upper.parent, with: next, in: &nodes)
    if lower.parent == place {
      upper.right = place
      nodes[place].links = lower
      nodes[place].links.parent = next
    } else {
      nodes[lower.parent].links.left = place
      nodes[place].links = lower
    }
    nodes[next].links = upper
    nodes[upper.left].links.parent = next
    if lower.parent != place { nodes[upper.right].links.parent = next }
    if lower.right != nowhere { nodes[lower.right].links.parent = place }
  }

  /// Turns the branch at `place`: its right child (or left one) takes its place.
  private mutating func rotate<Node: TreeNode>(_ place: Place, toLeft: Bool, in nodes: inout Arena<Node>) {
    rotations += 1
    let links = nodes[place].links
    let riser = toLeft ? links.right : links.left
    let inner = toLeft ? nodes[riser].links.left : nodes[riser].links.right
    replace(place, below: links.parent, with: riser, in: &nodes)
    if toLeft {
      nodes[place].links.right = inner
      nodes[riser].links.left = place
    } else {
      nodes[place].links.left = inner
      nodes[riser].links.right = place
    }
    nodes[place].links.parent = riser
    if inner != nowhere { nodes[inner].links.parent = place }
  }
}
