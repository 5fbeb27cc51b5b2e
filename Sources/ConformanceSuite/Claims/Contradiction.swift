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
        "close-leaves-no-trace": "It stays registered.",
        "wait-fails-on-bad-member": "Every wait fails from then on.",
        "wait-reports-only-valid-fds": "It is never reported.",
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
        "rdhup-half-close": "As EPOLLRDHUP where that was asked for.",
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
        "oneshot-single": "It is only disabled, and MOD enables it.",
        "oneshot-re-add": "It is gone, and must be added.",
      ]),
    Contradiction(
      "What does a wait cost with many registrations of which few are ready?",
      [
        "wait-cost-in-ready-only": "As much as is ready, however many are registered.",
        "lt-scans-all-fds": "With level-triggered ones as much as poll, since it looks through all of them.",
      ]),
    Contradiction(
      "Must user space be given copies of the events?",
      [
        "wait-prefix-filled": "The kernel writes them into the caller's array.",
        "mmap-reduces-copies": "They are in memory that is shared by mmap.",
      ]),
  ]
}
