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
      "open i f = inotify\nread i 1 -> EAGAIN\nwrite f 0\nread i 1 -> EAGAIN\nwrite f 1\nclose f\ndrain i\n"
        + "read f 1 -> EBADF",
      "open s = udp-socket\nwrite s 1 -> EDESTADDRREQ\nread-error s -> EAGAIN\ntake-error s",
      "open p = path\nread p 1 -> EBADF\nmode p -> blocking\nopen q = dup p\nclose p\nmode q -> blocking",
      "open d = directory\nread d 1 -> EISDIR\nopen r = random\ndrain r\nopen s = status\nread s 1\ndrain s",
      "open m s = pty canonical\nwrite s 5\nread m 5\nwrite m 2\nread s 1 -> EAGAIN\nend-line m\nread s 3",
      "open m s = pty canonical\nopen t = dup s\nclose s\nwrite m 2\nend-line m\nread t 3",
      "open a b = tcp\nwrite b 10\npeek a 20 -> \"only 10 bytes\"\nread a 10\nclose b\npeek a 1 -> end",
      "open a b = tcp\nopen c d = unix-stream\nsend a over c\nclose a\nwrite b 1\nreceive e from d\n"
        + "read e 1\nclose e\nread b 1 -> end",
      "open s = sysfs\nread s 1\nregister s priority\nwait -> nothing",
    ])
  func kinds(steps: String) throws {
    let scenario = try Scenario.steps(steps)
    #expect(try scenario.differences(on: Backend("epoll", EpollLoop.self)) == [])
  }

  @Test("what does not go with a kind is refused by the model as by the kernel")
  func refusedSteps() throws {
    let scenario = try Scenario.steps(
      """
      open a b = unix-stream
      open r w = pipe
      open l = tcp-listener
      end-line w -> ENOTTY
      peek r 1 -> ENOTSOCK
      peek a 1 -> EAGAIN
      read-error a -> ENOTSUP
      set r error-queue -> ENOTSOCK
      send b over a -> ENOTSUP
      send r over l -> ENOTSUP
      send r over w -> ENOTSOCK
      receive c from b -> EAGAIN
      write a 1
      receive d from b -> "no file came"
      """)
    #expect(try scenario.differences(on: Backend("epoll", EpollLoop.self)) == [])
    #expect(Oracle().conflicts(in: scenario) == [])
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
