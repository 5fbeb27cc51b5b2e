import Testing

@testable import ConformanceSuite

private let events = "expected 'nothing', 'wake', 'timer NAME' or an object with ':', found"
private let errorName = "expected the name of an error, such as 'EEXIST', found"

@Suite("The scenario language refuses expectations and moments that make no sense")
struct ScenarioExpectationRefusalTests {
  @Test(
    "unknown steps",
    arguments: ["poll", "Wait", "->", "a:", "open-a", "cites:", "nothing"])
  func unknownStep(word: String) {
    Refusal.step("  \(word) a", "3: \(Self.unknown(word))").check()
  }

  @Test(
    "moments",
    arguments: [
      .step("on", "3: expected an object, a timer or 'wake', with ':', found the end of the line"),
      .step("on a drain a", "4: expected 'a:'"),
      .step("on c: drain a", "4: there is no object or timer 'c'"),
      .step("on a:", "6: expected a step, found the end of the line"),
      .step("on a: wait 1ms", "7: of the waits only a plain 'wait' can be done on a delivery"),
      .step("on wake: collect 3", "10: of the waits only a plain 'wait' can be done on a delivery"),
      .step("on t: on a: drain a", "7: \(unknown("on"))"),
      .step("meanwhile", "10: expected a step, found the end of the line"),
      .step("meanwhile register b readable", "11: \(meanwhile)"),
      .step("meanwhile deregister a", "11: \(meanwhile)"), .step("meanwhile end", "11: \(meanwhile)"),
      .step("meanwhile open c = eventfd", "11: \(meanwhile)"), .step("meanwhile embed", "11: \(meanwhile)"),
      .step("meanwhile schedule u at 1ms", "11: \(meanwhile)"), .step("meanwhile wait", "11: \(meanwhile)"),
      .step("meanwhile wake from thread", "11: \(meanwhile)"),
    ] as [Refusal])
  func moments(refusal: Refusal) {
    refusal.check()
  }

  private static let meanwhile = "expected a step on one object or 'wake' after 'meanwhile'"

  private static func unknown(_ word: String) -> String {
    let words = """
      open, write, read, peek, drain, fill, shutdown, close, reset, connect, accept, refuse, send, receive, \
      send-urgent, read-urgent, take-error, read-error, set, end-line, arm, raise, reap, change, nest, \
      unnest, harvest, mode, signals, register, modify, deregister, schedule, cancel, wake, wait, \
      collect, embed, end, on, perhaps, meanwhile, second
      """
    return "expected a step (\(words)), found '\(word)'"
  }

  @Test(
    "events",
    arguments: [
      .step(
        "wait ->",
        "8: expected 'nothing', 'wake', 'timer NAME' or an object with ':', found the end of the line"),
      .step("wait -> a", "9: \(events) 'a'"), .step("wait -> c: readable", "9: \(events) 'c:'"),
      .step("wait -> t: readable", "9: \(events) 't:'"), .step("wait -> EINTR", "9: \(events) 'EINTR'"),
      .step("wait -> a:", "11: expected a flag, found the end of the line"),
      .step("wait -> a: or nothing", "12: expected a flag, found 'or'"),
      .step("wait -> a: edge", "12: \(flag) 'edge'"), .step("wait -> a: none", "12: \(flag) 'none'"),
      .step("wait -> a: readable timer t", "21: \(flag) 'timer'"),
      .step("wait -> timer", "14: expected a timer, found the end of the line"),
      .step("wait -> timer a", "15: there is no timer 'a'"),
      .step("wait -> wake wake", "14: expected the end of the line, found 'wake'"),
      .step("wait -> nothing, wake", "16: expected the end of the line, found ','"),
      .step("wait -> wake,", "14: \(missingEvent)"), .step("wait -> wake or", "16: \(missingEvent)"),
      .step("collect 2 -> done", "14: \(events) 'done'"),
    ] as [Refusal])
  func eventWords(refusal: Refusal) {
    refusal.check()
  }

  private static let flag = "expected a flag (readable, writable, priority, peerClosed, error, hangup), found"
  private static let missingEvent =
    "expected 'nothing', 'wake', 'timer NAME' or an object with ':', found the end of the line"

  @Test(
    "words that a step can lead to",
    arguments: [
      .step("drain a -> done", "12: \(errorName) 'done'"), .step("drain a -> end", "12: \(errorName) 'end'"),
      .step("register b readable -> eexist", "24: \(errorName) 'eexist'"),
      .step("register b readable -> EWRONG", "24: \(errorName) 'EWRONG'"),
      .step(
        "register b readable ->",
        "23: expected the name of an error, such as 'EEXIST', found the end of the line"),
      .step("register b readable -> EEXIST EBADF", "31: expected the end of the line, found 'EBADF'"),
      .step("mode a -> open", "11: expected 'blocking' or 'nonblocking', found 'open'"),
      .step("embed -> nothing", "10: expected 'ready' or 'idle', found 'nothing'"),
      .step("cancel t -> fired", "13: expected 'spent', found 'fired'"),
      .step("read a 1 -> eof", "13: expected 'end' or the name of an error, found 'eof'"),
      .step("take-error a -> none", "17: \(errorName) 'none'"),
    ] as [Refusal])
  func outcomeWords(refusal: Refusal) {
    refusal.check()
  }

  @Test("a place is given by line and column, counted from 1 and in characters, also behind tabs")
  func places() {
    Refusal.steps("# é\n\topen é = pipe", "4:7: expected a new object's name, found 'é'").check()
    Refusal.steps("open\ta\tb\t=\tdoor # why", "3:12: expected a kind (\(kinds)), found 'door'").check()
  }

  private let kinds =
    "pipe, fifo, unix-stream, unix-datagram, unix-seqpacket, unix-listener, unix-socket, tcp, tcp-listener, "
    + "tcp-socket, tcp-connecting, udp, udp-socket, eventfd, timerfd, signalfd, pidfd, pty, inotify, epoll, "
    + "file, null, directory, random, urandom, status, path, mounts, hostname, sysfs, dup, fifo-reader, "
    + "fifo-writer"

  @Test("an error says file, line, column and message as editors understand them")
  func description() {
    let error = ScenarioError(file: "a.scenario", line: 3, column: 14, message: "expected more")
    #expect(error.description == "a.scenario:3:14: expected more")
  }
}
