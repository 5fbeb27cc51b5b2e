import EventLoopAPI
import Testing

@testable import ConformanceSuite

private let longName = String(repeating: "n", count: 33)

/// A text that the language refuses, and what it says: `line:column: message`.
struct Refusal: Sendable, CustomTestStringConvertible {
  var source: String
  var message: String

  var testDescription: String { message }

  /// A refusal among the steps, which begin in line 3.
  static func steps(_ steps: String, _ message: String) -> Refusal {
    Refusal(source: "purpose Test.\ncites law:live\n\(steps)", message: message)
  }

  /// A refusal of the step in line 6, after others that make a pipe `a b` and a timer `t`, and register `a`.
  static func step(_ step: String, _ message: String) -> Refusal {
    .steps("open a b = pipe\nschedule t at 1ms\nregister a readable\n\(step)", "6:" + message)
  }

  func check() {
    do throws(ScenarioError) {
      let scenario = try ScenarioParser.parse(source, id: "test", file: "file")
      Issue.record("accepted: \(scenario.steps)")
    } catch {
      #expect(error.description == "file:" + message)
    }
  }
}

private let flags =
  "expected an interest (readable, writable, priority, peerClosed, none) or a trigger "
  + "(level, edge, oneShot, exclusive, wakeUp), found"
private let kinds =
  "pipe, fifo, unix-stream, unix-datagram, unix-seqpacket, unix-listener, unix-socket, tcp, tcp-listener, "
  + "tcp-socket, tcp-connecting, udp, udp-socket, eventfd, timerfd, signalfd, pidfd, pty, inotify, epoll, "
  + "file, null, directory, random, urandom, status, path, mounts, hostname, sysfs, dup, fifo-reader, "
  + "fifo-writer"

@Suite("The scenario language refuses, and says where and what it expected")
struct ScenarioRefusalTests {
  @Test(
    "headers",
    arguments: [
      Refusal(source: "", message: "1:1: expected a line 'purpose', found the end of the file"),
      Refusal(source: "\n \n# nothing", message: "3:1: expected a line 'purpose', found the end of the file"),
      Refusal(source: "purpose P.", message: "1:1: expected a line 'cites', found the end of the file"),
      Refusal(source: "cites law:live", message: "1:1: expected a line 'purpose', found the end of the file"),
      Refusal(source: "purpose", message: "1:8: expected one sentence, found the end of the line"),
      Refusal(source: "purpose # none", message: "1:8: expected one sentence, found the end of the line"),
      Refusal(source: "purpose P.\n purpose Q.", message: "2:2: there is a purpose already"),
      Refusal(source: "cites", message: "1:6: expected a citation, found the end of the line"),
      .steps("", "3:1: expected a step, found the end of the file"),
      .steps("open e = eventfd\ncites law:live", "4:1: headers stand before the first step"),
      .steps("open e = eventfd\nbatch 3", "4:1: headers stand before the first step"),
      .steps("batch 0", "3:7: expected a number of events from 1 to 1000000, found '0'"),
      .steps("batch 1000001", "3:7: expected a number of events from 1 to 1000000, found '1000001'"),
      .steps("batch many", "3:7: expected a number of events from 1 to 1000000, found 'many'"),
      .steps("batch 3 4", "3:9: expected the end of the line, found '4'"),
      .steps("needs", "3:6: expected a feature, found the end of the line"),
      .steps("batch 3\nbatch 4", "4:1: there is a batch already"),
    ])
  func headers(refusal: Refusal) {
    refusal.check()
  }

  @Test(
    "citations",
    arguments: ["epoll(7)", "man:", "book:epoll", "Man:epoll(7)", ":", ","])
  func citations(word: String) {
    let kinds = "man, kernel, libuv, libuv-issue, seed, row, law, url"
    Refusal(
      source: "purpose P.\ncites law:live  \(word)",
      message: "2:17: expected a citation (\(kinds), each with ':'), found '\(word)'"
    ).check()
  }

  @Test("features that no backend has a name for")
  func features() {
    let features = Capabilities.featureNames.joined(separator: ", ")
    Refusal.steps("needs edge speed", "3:12: expected a feature (\(features)), found 'speed'").check()
    Refusal.steps("open e = eventfd\nneeds edge", "4:1: headers stand before the first step").check()
  }

  @Test(
    "names",
    arguments: [
      .step("open a = eventfd", "6: there is a 'a' already"),
      .step("open t = eventfd", "6: there is a 't' already"),
      .step("open c c = pipe", "8: there is a 'c' already"),
      .step("schedule a at 1ms", "10: 'a' is an object"),
      .step("open A = eventfd", "6: expected a new object's name, found 'A'"),
      .step("open 1a = eventfd", "6: expected a new object's name, found '1a'"),
      .step("open -a = eventfd", "6: expected a new object's name, found '-a'"),
      .step("open c_d = eventfd", "6: expected a new object's name, found 'c_d'"),
      .step(
        "open \(longName) = eventfd", "6: expected at most 32 characters in a new object's name, found 33"),
      .step("open pipe = eventfd", "6: expected a new object's name, found 'pipe'"),
      .step("open unix-stream = eventfd", "6: expected a new object's name, found 'unix-stream'"),
      .step("open dup = eventfd", "6: expected a new object's name, found 'dup'"),
      .step("open readable = eventfd", "6: expected a new object's name, found 'readable'"),
      .step("open edge = eventfd", "6: expected a new object's name, found 'edge'"),
      .step("open wake = eventfd", "6: expected a new object's name, found 'wake'"),
      .step("open nothing = eventfd", "6: expected a new object's name, found 'nothing'"),
      .step("schedule none at 1ms", "10: expected a timer's name or 'at', found 'none'"),
      .step("accept a from b", "8: there is a 'a' already"),
      .step("write c 1", "7: there is no object 'c'"),
      .step("write t 1", "7: there is no object 't'"),
      .step("register c readable", "10: there is no object 'c'"),
      .step("modify b readable", "8: 'b' was never registered"),
      .step("deregister b", "12: 'b' was never registered"),
      .step("modify c readable", "8: there is no object 'c'"),
      .step("cancel a", "8: there is no timer 'a'"),
      .step("connect c to d", "14: there is no object 'd'"),
      .step("accept c from d", "15: there is no object 'd'"),
      .step("receive c from d", "16: there is no object 'd'"),
      .step("receive a from b", "9: there is a 'a' already"),
      .step("send a to b", "8: expected 'over', found 'to'"),
      .step("send a over d", "13: there is no object 'd'"),
      .step("open over = eventfd", "6: expected a new object's name, found 'over'"),
      .step("open c = dup d", "14: there is no object 'd'"),
      .step("open of = eventfd", "6: expected a new object's name, found 'of'"),
      .step("open c = fifo-reader", "21: expected 'of', found the end of the line"),
      .step("open c = fifo-writer a", "22: expected 'of', found 'a'"),
      .step("open c = fifo-writer of d", "25: there is no object 'd'"),
      .step("open c = fifo-reader of a", "25: 'a' is no end of a FIFO"),
      .steps("open a b = fifo\nopen c d = fifo-reader of a", "4:6: expected one name for this kind, found 2"),
      .step("open c = eventfd reusing d", "26: there is no object 'd'"),
    ] as [Refusal])
  func names(refusal: Refusal) {
    refusal.check()
  }

  @Test(
    "the words of the language are no names",
    arguments: ["write", "read", "mode", "close", "wait", "collect", "error", "hangup", "level", "file"])
  func words(word: String) {
    Refusal.step("open \(word) = eventfd", "6: expected a new object's name, found '\(word)'").check()
  }

  @Test(
    "opening",
    arguments: [
      .step("open", "5: expected a new object's name, found the end of the line"),
      .step("open c", "7: expected '=', found the end of the line"),
      .step("open = pipe", "6: expected a new object's name, found '='"),
      .step("open c =", "9: expected a kind (\(kinds)), found the end of the line"),
      .step("open c = door", "10: expected a kind (\(kinds)), found 'door'"),
      .step("open c = pipe", "6: expected two names for this kind, found 1"),
      .step("open c d e = tcp", "6: expected two names for this kind, found 3"),
      .step("open c d = eventfd", "6: expected one name for this kind, found 2"),
      .step("open c d = dup a", "6: expected one name for this kind, found 2"),
      .step("open c = eventfd initial=x", "18: \(options), found 'initial=x'"),
      .step("open c = eventfd initial=-1", "18: \(options), found 'initial=-1'"),
      .step("open c = eventfd nonblocking", "18: \(options), found 'nonblocking'"),
      .step("open c = eventfd reusing", "25: expected an object, found the end of the line"),
    ] as [Refusal])
  func opening(refusal: Refusal) {
    refusal.check()
  }

  private static let options =
    "expected an option ('blocking', 'reusing NAME', 'initial=N', 'semaphore', 'canonical')"

  @Test(
    "flags",
    arguments: [
      .step(
        "register b", "11: expected an interest; write 'none' for the empty one, found the end of the line"),
      .step(
        "register b edge",
        "16: expected an interest; write 'none' for the empty one, found the end of the line"),
      .step("register b -> EBADF", "12: expected an interest; write 'none' for the empty one, found '->'"),
      .step("register b Readable", "12: \(flags) 'Readable'"),
      .step("modify a readable hangup", "19: \(flags) 'hangup'"),
      .step("nest a b oneshot", "10: \(flags) 'oneshot'"),
    ] as [Refusal])
  func flagWords(refusal: Refusal) {
    refusal.check()
  }

  @Test(
    "numbers and spans",
    arguments: [
      .step("write a", "8: expected a count, found the end of the line"),
      .step("write a -1", "9: expected a count from 0 to 100000000, found '-1'"),
      .step("write a 100000001", "9: expected a count from 0 to 100000000, found '100000001'"),
      .step("read a 0", "8: expected a count from 1 to 100000000, found '0'"),
      .step("read a 1.5", "8: expected a count from 1 to 100000000, found '1.5'"),
      .step("write a 1 2", "11: expected the end of the line, found '2'"),
      .step("collect 0", "9: expected a number of batches from 1 to 100000, found '0'"),
      .step("set a low-water 0", "17: expected a number of bytes from 1 to 100000000, found '0'"),
      .step("schedule u at", "14: expected a span of time, such as '20ms', found the end of the line"),
      .step("schedule u at 20", "15: \(span) '20'"), .step("schedule u at ms", "15: \(span) 'ms'"),
      .step("schedule u at 1m", "15: \(span) '1m'"), .step("schedule u at -1ms", "15: \(span) '-1ms'"),
      .step("schedule u at 1.5ms", "15: \(span) '1.5ms'"), .step("schedule u at 20MS", "15: \(span) '20MS'"),
      .step("arm a soon", "7: \(span) 'soon'"), .step("wait 20", "6: \(span) '20'"),
      .step("wait ever", "6: \(span) 'ever'"), .step("signals every +5us", "15: \(span) '+5us'"),
      .step("signals every 1001h", "15: expected at most '1000h', found '1001h'"),
      .step("arm a 9000000000000000000us", "7: expected at most '1000h', found '9000000000000000000us'"),
      .step("signals", "8: expected 'every', found the end of the line"),
      .step("signals on", "9: expected 'every', found 'on'"),
    ] as [Refusal])
  func numbers(refusal: Refusal) {
    refusal.check()
  }

  private static let span = "expected a span of time, such as '500us', '20ms', '2s' or '1h', found"

  @Test(
    "words of a step",
    arguments: [
      .step("shutdown a", "11: expected 'read', 'write' or 'both', found the end of the line"),
      .step("shutdown a all", "12: expected 'read', 'write' or 'both', found 'all'"),
      .step("set a", "6: expected 'low-water', 'urgent-inline' or 'error-queue', found the end of the line"),
      .step("set a linger", "7: expected 'low-water', 'urgent-inline' or 'error-queue', found 'linger'"),
      .step("connect c a", "11: expected 'to', found 'a'"),
      .step("accept c", "9: expected 'from', found the end of the line"),
      .step("wake from", "10: expected 'thread' or 'signal', found the end of the line"),
      .step("wake from here", "11: expected 'thread' or 'signal', found 'here'"),
      .step("wake up", "6: expected the end of the line, found 'up'"),
      .step("schedule at 1ms", "10: expected a timer's name or 'at', found 'at'"),
      .step("drain a b", "9: expected the end of the line, found 'b'"),
      .step("wait 20ms 30ms", "11: expected the end of the line, found '30ms'"),
      .step("end now", "5: expected the end of the line, found 'now'"),
    ] as [Refusal])
  func stepWords(refusal: Refusal) {
    refusal.check()
  }
}
