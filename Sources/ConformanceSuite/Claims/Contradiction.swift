/// Claims of different documents, or of one, of which not all can be true.
public struct Contradiction: Sendable {
  /// What one of them says.
  struct Answer: Sendable {
    /// The id of the claim.
    let claim: String

    /// What it says to the question, in a clause.
    let says: String
  }

  /// What they answer differently.
  let question: String

  /// The answers.
  let answers: [Answer]

  init(_ question: String, _ answers: KeyValuePairs<String, String>) {
    self.question = question
    self.answers = answers.map { Answer(claim: $0.key, says: $0.value) }
  }

  /// All that were found in the documents.
  public static let all: [Contradiction] = [
    Contradiction(
      "May epoll_create be given 0?",
      [
        "create-size-positive": "The size says nothing, but must be greater than zero.",
        "create-size-arbitrary": "Any number may be given, and its own code gives 0.",
      ]),
    Contradiction(
      "Which limit ends a leak of instances?",
      [
        "create-emfile-at-limit": "That of open descriptors.",
        "create-max-user-instances": "One of instances for each user, in a file of /proc.",
      ]),
    Contradiction(
      "What becomes of a member that is closed without being removed?",
      [
        "close-leaves-no-trace": "It must be removed before it is closed.",
        "wait-fails-on-bad-member": "A wait returns -1, for example with an illegal descriptor.",
        "wait-reports-only-valid-fds": "All that a wait reports is valid, and needs no check.",
      ]),
    Contradiction(
      "Edge-triggered: is more data reported while data is unread?",
      [
        "et-more-data-silent": "No, the state has not changed.",
        "et-more-data-reports": "Yes, from some to more is a change too.",
      ]),
    Contradiction(
      "Edge-triggered: what becomes of data that one report's reader leaves?",
      [
        "et-unread-data-lost": "It is lost.",
        "et-rpc-deadlock": "It stays in the buffer, and nobody is told of it.",
      ]),
    Contradiction(
      "How is the end of a peer told?",
      [
        "hup-means-peer-closed": "As EPOLLHUP, which means just that.",
        "in-covers-peer-close": "As EPOLLIN, and read returns 0.",
        "rdhup-half-close": "As EPOLLRDHUP, EPOLLHUP or EPOLLERR, which its code takes for one.",
      ]),
    Contradiction(
      "Level-triggered: is little data reported?",
      [
        "lt-repeats": "Whatever is in the buffer, every wait tells of it.",
        "low-water-mark": "A low-water mark holds back what is less.",
        "low-water-default": "By default less than some 100 bytes are held back.",
      ]),
    Contradiction(
      "How is a one-shot registration armed again?",
      [
        "oneshot-single": "It is only disabled, and MOD enables it (a comment there says to add it).",
        "oneshot-re-add": "It must be added again, as a comment of the notes (seed 001) says too.",
      ]),
    Contradiction(
      "What does a wait cost with many registrations of which few are ready?",
      [
        "wait-cost-in-ready-only": "O(k): as much as is ready, however many are registered.",
        "et-cost-constant": "O(1): with edge-triggered ones nothing is looked through.",
        "wait-look-and-take-out": "O(1) to look whether any is ready, and O(N) to take out those that are.",
        "lt-scans-all-fds": "With level-triggered ones as much as poll, since it looks through all of them.",
      ]),
    Contradiction(
      "Does edge-triggered save calls?",
      [
        "et-saves-waits": "Yes, one wait of two.",
        "lt-drained-like-et":
          "Not where all is read at once; elsewhere it calls edge more efficient.",
      ]),
  ]
}
