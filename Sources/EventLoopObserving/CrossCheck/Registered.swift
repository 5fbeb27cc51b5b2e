internal import EventLoopAPI

/// What a divergence is about.
struct Registered {
  var token: Token?
  var descriptor: CInt?
  var interest: Interest = []
  var trigger: Trigger = .level
}
