import Measuring

/// Why a goal is missed, as far as it was found out.
///
/// Each was looked into with callgrind and strace, on libuv 1.44.2, libev 4.33 and Linux 6.18; where other
/// figures come out, it is to be found out anew.
enum Reasons {
  /// The cause of a miss; nil if it is not known.
  static func reason(for goal: Goal) -> String? {
    switch (goal.benchmark, goal.implementation, goal.reference) {
    case ("churn", .epollLoop, .libev):
      """
      libev does not tell the kernel at all that a descriptor is no longer watched, so here it makes no \
      system call; `deregister` promises that the descriptor may be closed afterwards, also while a copy of \
      it lives
      """
    case ("wake-storm", .epollLoop, .libuv), ("wake-storm", .uvLoop, .libuv):
      """
      libuv first reads whether a wake is on its way, and then does nothing. A processor may do that read \
      before an earlier write, and then the turn of that wake does not see what the write was about. Ours \
      exchange the state each time, which takes a locked instruction
      """
    case ("start", .embeddedEpollLoop, _):
      "the loop has an eventfd for wakes, which C's program does not need, and closes what it has opened"
    case ("start", _, _):
      """
      the program contains the runtime of Swift, and loads the library of C++ for it. In Embedded Swift \
      there is none; linked with `-static-executable` it starts in a third of the time
      """
    case ("timers", .epollLoop, .c):
      """
      equal deadlines fire in the order of scheduling, which C's heap does not keep; a token tells its timer \
      from later ones in the same place, and the application finds its own by the token
      """
    case ("triggers", .epollLoop, .libev):
      """
      libev has no one-shot watchers: one that is stopped and started in its callback is told to the kernel \
      not at all. `EpollLoop` uses the kernel's, which is armed anew by a call
      """
    case (_, .uvLoop, .libuv):
      """
      the contract wants what libuv does not do: refusals at the call and not in a later turn, the caller's \
      file flags unchanged, a number that is closed and used again told from the old one, what is ready told \
      in the kernel's order
      """
    case ("ping-pong", .epollLoop, _), ("echo", .epollLoop, _), ("triggers", .epollLoop, _):
      "a turn takes some 140 instructions more than C's, which has no timers, no wakes and no statistics"
    default: nil
    }
  }
}
