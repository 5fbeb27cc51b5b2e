extension Claim {
  static let oneShot: [Claim] = [reportedOnceOnly, addedAgain]

  private static let reportedOnceOnly = Claim(
    "oneshot-single", .tutorial,
    "EPOLLONESHOT: after one report the registration is disabled, until MOD enables it again."
  ) { log in
    for kind in ["pipe", "unix-stream", "tcp"] {
      try log.given("the kind of object", kind) { log in
        try log.perform(
          """
          open a b = \(kind)
          register a readable oneShot
          write b 1
          wait -> a: readable
          wait -> nothing
          write b 1
          wait -> nothing
          modify a readable oneShot
          wait -> a: readable
          close b
          wait -> nothing
          """)
      }
    }
  }

  private static let addedAgain = Claim(
    "oneshot-re-add", .introduction,
    "After its report a one-shot descriptor must be added to the instance again."
  ) { log in
    try log.perform(
      """
      open a b = unix-stream
      register a readable oneShot
      write b 1
      wait -> a: readable
      register a readable oneShot -> done
      wait -> a: readable
      modify a readable oneShot
      wait
      """)
  }
}
