/// Why a claim cannot be decided here.
struct ClaimObstacle: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
