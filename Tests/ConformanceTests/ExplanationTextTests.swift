import Testing

@testable import ConformanceSuite

/// What `conformance explain` shows, as a whole; without backends, whose reports others look at.
@Suite("Explanations as text")
struct ExplanationTextTests {
  @Test("a level registration stays on the ready list until a wait finds that it is not ready")
  func level() throws {
    try expect(
      """
      open e = eventfd
      register e readable
      write e 1
      wait
      read e 8
      wait
      """,
      """
      1  open e = eventfd

      2  register e readable
          why         Adding polls the file: nothing that e asks for holds, so it joined the tree, but not
                      the ready list.
          tree        e  black  readable
          e           value 0: writable
          queue of e  the loop's e

      3  write e 1
          why        The write woke e's queue for reading: e joined the ready list.
          ready      e
          e          value 1: readable writable

      4  wait
          allowed    e: readable
          why        e was polled, found readable and reported; level items go back to the list's tail.
          cost       1 of 1 entry touched

      5  read e 8
          why        The read woke e's queue for writing: e asks for nothing of that; e is not ready any
                     more, but stays on the list until it is polled.
          e          value 0: writable

      6  wait
          allowed    nothing
          why        e was listed, but its poll found nothing, so it was dropped.
          cost       1 of 1 entry touched
          ready      empty

      """)
  }

  @Test("an edge registration is silent about what was left unread")
  func edge() throws {
    try expect(
      """
      open r w = pipe
      register r readable edge
      write w 100
      wait
      read r 50
      wait
      write w 1
      wait
      """,
      """
      1  open r w = pipe

      2  register r readable edge
          why         Adding polls the file: nothing that r asks for holds, so it joined the tree, but not
                      the ready list.
          tree        r  black  readable edge
          r           0 bytes in 0 of 16 pages: nothing holds
          queue of r  the loop's r

      3  write w 100
          why        The write woke r's queue for reading: r joined the ready list.
          ready      r
          r          100 bytes in 1 of 16 pages: readable

      4  wait
          allowed    r: readable
          why        r was polled, found readable and reported; edge items are not put back.
          cost       1 of 1 entry touched
          ready      empty

      5  read r 50
          why        The read woke no queue that anybody waits in.
          r          50 bytes in 1 of 16 pages: readable

      6  wait
          allowed    nothing
          why        The ready list was empty; r is readable, but an edge item is listed only when its
                     queue is woken, not for being ready.

      7  write w 1
          why        The write woke r's queue for reading: r joined the ready list, although what came
                     before is unread: the callback runs at every arrival, not only at the first.
          ready      r
          r          51 bytes in 1 of 16 pages: readable

      8  wait
          allowed    r: readable
          why        r was polled, found readable and reported; edge items are not put back.
          cost       1 of 1 entry touched
          ready      empty

      """)
  }

  @Test("a one-shot registration is disarmed by its report, and armed by modify")
  func oneShot() throws {
    try expect(
      """
      open r w = pipe
      open e = eventfd
      register e readable
      register r readable oneShot
      write w 1
      wait
      write w 1
      wait
      modify r readable oneShot
      """,
      """
      1  open r w = pipe

      2  open e = eventfd

      3  register e readable
          why         Adding polls the file: nothing that e asks for holds, so it joined the tree, but not
                      the ready list.
          tree        e  black  readable
          e           value 0: writable
          queue of e  the loop's e

      4  register r readable oneShot
          why         Adding polls the file: nothing that r asks for holds, so it joined the tree, but not
                      the ready list.
          cost        2 comparisons
          tree        ╭ r  red    readable oneShot
                      e    black  readable
          r           0 bytes in 0 of 16 pages: nothing holds
          queue of r  the loop's r

      5  write w 1
          why        The write woke r's queue for reading: r joined the ready list.
          ready      r
          r          1 byte in 1 of 16 pages: readable

      6  wait
          allowed    r: readable
          why        r was polled, found readable and reported; oneShot disarmed it until modified.
          cost       1 of 2 entries touched
          tree       ╭ r  red    disarmed oneShot
                     e    black  readable
          ready      empty

      7  write w 1
          why        The write woke r's queue for reading: r is disarmed, so its callback did nothing.
          r          2 bytes in 1 of 16 pages: readable

      8  wait
          allowed    nothing
          why        The ready list was empty; r is disarmed since the one report, until modified.

      9  modify r readable oneShot
          why        Modifying polls the file again: r is readable, so it joined the ready list.
          cost       2 comparisons
          tree       ╭ r  red    readable oneShot
                     e    black  readable
          ready      r

      """)
  }

  @Test("a wake rises through an epoll object, and its poll looks inside")
  func nested() throws {
    try expect(
      """
      open n = epoll
      open e = eventfd
      nest n e readable
      register n readable
      write e 1
      wait
      read e 8
      wait
      """,
      """
      1  open n = epoll

      2  open e = eventfd

      3  nest n e readable
          why         Adding polls the file: nothing that e asks for holds, so it joined the tree, but not
                      the ready list.
          tree of n   e  black  readable
          e           value 0: writable
          queue of e  n's e

      4  register n readable
          why         Adding polls the file: nothing that n asks for holds, so it joined the tree, but not
                      the ready list.
          tree        n  black  readable
          queue of n  the loop's n

      5  write e 1
          why         The write woke e's queue for reading: e joined n's ready list; that woke those who
                      poll n: n joined the ready list.
          ready       n
          ready of n  e
          e           value 1: readable writable

      6  wait
          allowed    n: readable
          why        n (its ready list holds e) was polled, found readable and reported; level items go
                     back to the list's tail.
          cost       1 of 1 entry touched

      7  read e 8
          why        The read woke e's queue for writing: e asks for nothing of that; n and e in n are not
                     ready any more, but stay on the list until they are polled.
          e          value 0: writable

      8  wait
          allowed     nothing
          why         e in n was listed, but its poll found nothing, so it was dropped; n was listed, but
                      its poll found nothing, so it was dropped.
          cost        1 of 1 entry touched
          ready       empty
          ready of n  empty

      """)
  }

  @Test("a duplicate keeps an entry alive until the last close")
  func lastClose() throws {
    try expect(
      """
      open r w = pipe
      open copy = dup r
      register r readable
      close r
      write w 1
      wait
      close copy
      wait
      """,
      """
      1  open r w = pipe

      2  open copy = dup r
          why        copy is another number for the open file of r.

      3  register r readable
          why            Adding polls the file: nothing that r asks for holds, so it joined the tree, but
                         not the ready list.
          tree           r  black  readable
          r (also copy)  0 bytes in 0 of 16 pages: nothing holds
          queue of r     the loop's r

      4  close r
          why            copy still refers to the file, so the entry of r stays, though its number is
                         closed.
          tree           r  black  readable (a ghost: no number reaches it)
          copy           0 bytes in 0 of 16 pages: nothing holds
          queue of copy  the loop's r

      5  write w 1
          why        The write woke copy's queue for reading: r joined the ready list.
          ready      r
          copy       1 byte in 1 of 16 pages: readable

      6  wait
          allowed    r: readable
          why        r was polled, found readable and reported; level items go back to the list's tail.
          cost       1 of 1 entry touched

      7  close copy
          why        No descriptor of the file is left, so the entry of r left the tree.
          tree       empty
          ready      empty

      8  wait
          allowed    nothing
          why        The ready list was empty.

      """)
  }

  private func expect(_ steps: String, _ text: String) throws {
    let scenario = try Scenario.steps(steps)
    let report = ExplanationReport(
      environment: .current(), backends: [], scenarios: [Explanation(scenario, [])])
    let heading = "test/steps\n  Test.\n\n"
    #expect(ExplanationText(report).text == heading + text)
  }
}
