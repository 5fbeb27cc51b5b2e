import Testing

@testable import ConformanceSuite

@Suite("Whether one program is within another")
struct EmbeddingTests {
  private func isEmbedded(
    _ small: String, _ large: String, _ capacities: (Int?, Int?) = (nil, nil)
  ) throws -> Bool {
    Embedding.exists(
      of: try .line(small, batchCapacity: capacities.0), in: try .line(large, batchCapacity: capacities.1))
  }

  @Test(
    "it is, under other names, with other steps between its own and other counts",
    arguments: [
      ("open a b = pipe; register a readable; wait", "open a b = pipe; register a readable; wait"),
      ("open a b = pipe; wait", "open c = eventfd; open x y = pipe; write y 1; wait"),
      // What the first match does not allow a later one may.
      ("open a b = pipe; close b; wait", "open a b = pipe; open x y = pipe; close y; wait"),
      ("open a b = pipe; write b 1", "open a b = pipe; write b 4096"),
      ("open a = eventfd; register a readable", "open a = eventfd; register a readable writable peerClosed"),
      // What reading alone shows any condition may show.
      ("open a = eventfd; register a readable", "open a = eventfd; register a writable"),
      ("open a = eventfd; register a none", "open a = eventfd; register a writable"),
      (
        "open a = eventfd; open d = dup a; close a",
        "open x = eventfd; open e = eventfd; open y = dup x; close x"
      ),
      (
        "open e = epoll; open a = eventfd; nest e a readable",
        "open e = epoll; open a = eventfd; nest e a readable edge"
      ),
      ("schedule t at 1ms; cancel t", "schedule x at 0us; schedule y at 1ms; cancel y"),
      (
        "open a = eventfd; close a; open b = eventfd reusing a",
        "open z = eventfd; close z; open q = eventfd initial=3 reusing z"
      ),
      ("wake; wait", "wake; wait forever"), ("wake; wait", "wake; wait 5ms"),
      ("open a = eventfd; on a: write a 1; wait", "open b = eventfd; on b: write b 7; wait"),
      ("second wake; second wait", "wake; second wake; wait; second wait"),
    ])
  func embedded(small: String, large: String) throws {
    #expect(try isEmbedded(small, large))
  }

  @Test(
    "it is not",
    arguments: [
      ("open a b = pipe; register a readable; wait", "open a b = pipe; register a readable"),
      ("wake; embed", "embed; wake"),
      ("open a b = pipe", "open a b = fifo"), ("open a b = pipe", "open a b = pipe blocking"),
      ("open a b = pipe; close b", "open a b = pipe; close a"),
      // One object cannot stand for two.
      ("schedule t at 0us; schedule u at 0us", "schedule t at 0us; schedule t at 0us"),
      (
        "open a = eventfd; open b = eventfd; write a 1; read b 8",
        "open a = eventfd; open b = eventfd; write a 1; read a 8"
      ),
      ("open a = eventfd; register a readable", "open a = eventfd; register a none"),
      ("open a = eventfd; register a writable", "open a = eventfd; register a readable"),
      ("open a = eventfd; register a readable", "open a = eventfd; register a readable edge"),
      ("open a = eventfd; register a readable edge", "open a = eventfd; register a readable"),
      (
        "open a = eventfd; register a readable; modify a none",
        "open a = eventfd; register a readable; register a none"
      ),
      ("wake from thread", "wake"), ("wake; wait", "wake; collect 2"), ("wake", "second wake"),
      ("wake; wait", "second wake; second wait"),
      ("open a b = unix-stream; shutdown a read", "open a b = unix-stream; shutdown a both"),
      (
        "open a = eventfd; close a; open b = eventfd reusing a", "open a = eventfd; close a; open b = eventfd"
      ),
      ("open a = eventfd; on a: write a 1", "open a = eventfd; write a 1"),
      ("open a = eventfd; write a 1", "open a = eventfd; meanwhile write a 1"),
      ("open a = eventfd; on a: write a 1", "open a = eventfd; open b = eventfd; on b: write a 1"),
      ("on wake: wake; wait", "second on wake: wake; wait"),
      ("signals every 1ms", "signals off"),
    ])
  func notEmbedded(small: String, large: String) throws {
    #expect(try !isEmbedded(small, large))
  }

  @Test("a batch's size is asked for only where the smaller program has one")
  func capacity() throws {
    #expect(try isEmbedded("wake; wait", "wake; wait", (nil, 2)))
    #expect(try isEmbedded("wake; wait", "wake; wait", (2, 2)))
    #expect(try !isEmbedded("wake; wait", "wake; wait", (2, nil)))
    #expect(try !isEmbedded("wake; wait", "wake; wait", (2, 3)))
  }
}
