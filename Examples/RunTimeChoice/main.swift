import ArgumentParser
import EventLoopChoice

struct RunTimeChoice: ParsableCommand {
  @OptionGroup var backend: BackendOption

  func run() throws {
    // The choice is made once, at the edge; within `nap` the loop's type is known to the compiler again.
    try nap(on: backend.loop)
  }

  /// Waits 20 ms on whichever loop it is given, and says on which.
  func nap<Loop: ChosenLoop & ~Copyable>(on type: Loop.Type) throws {
    var loop = try backend.makeLoop(type)
    let alarm = try loop.schedule(after: .milliseconds(20))
    try loop.wait(.forever)
    while let event = loop.next() {
      if event == .timer(alarm) { print("20 ms have passed on \(loop.identity)") }
    }
    try backend.report(loop)
  }
}

RunTimeChoice.main()
