import EpollCore
import Testing

@testable import ConformanceSuite

@Suite("Objects of kinds that the catalogue does not use yet")
struct ObjectKindTests {
  @Test(
    "are what the scenario language says",
    arguments: [
      """
      open l = unix-listener
      register l readable
      connect a to l
      wait -> l: readable
      accept b from l
      wait -> nothing
      write b 3
      read a 3
      close b
      read a 1 -> end
      """,
      "open a = unix-socket\nwrite a 1 -> ENOTCONN",
      "open a = tcp-connecting\nwrite a 1 -> EAGAIN\ntake-error a",
      "open m s = pty\nwrite s 5\nread m 5\nwrite m 2\nread s 2\nread s 1 -> EAGAIN",
      "open p = pidfd\nregister p readable\nwait -> p: readable\nreap p",
      "open s = sysfs\nread s 1\nregister s priority\nwait -> nothing",
    ])
  func kinds(steps: String) throws {
    let scenario = try Scenario.steps(steps)
    #expect(try scenario.differences(on: Backend("epoll", EpollLoop.self)) == [])
  }

  @Test("a change of what does not change, and a process that was waited for already, are refused")
  func refusals() throws {
    let scenario = try Scenario.steps("open p = pidfd\nchange p\nreap p\nreap p")
    #expect(
      try scenario.differences(on: Backend("epoll", EpollLoop.self)) == [
        "step 2: shows nothing that changes", "step 4: ECHILD",
      ])
  }
}
