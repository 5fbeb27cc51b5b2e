/// The rules that make epoll what it is; a kernel without one of them shows what the rule is for.
public struct ModelRules: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// One bit for each rule.
  public var rawValue: UInt16

  /// Makes a set from its bits.
  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  /// A level-triggered entry goes back to the ready list's tail when it is delivered (`ep_send_events`).
  public static let levelRequeue = ModelRules(rawValue: 1 << 0)

  /// A one-shot entry that was delivered keeps only its private bits (`ep_send_events`).
  public static let oneShotMasking = ModelRules(rawValue: 1 << 1)

  /// What is delivered is what a new poll of the file finds, and not what the wake said (`ep_send_events`).
  public static let repollAtDelivery = ModelRules(rawValue: 1 << 2)

  /// A wake whose key has none of an entry's conditions leaves the entry where it is (`ep_poll_callback`).
  public static let callbackKeyFilter = ModelRules(rawValue: 1 << 3)

  /// Modifying polls the file, and lists the entry if it is ready (`ep_modify`).
  public static let rearmOnModify = ModelRules(rawValue: 1 << 4)

  /// The last close of an open file removes its entries (`eventpoll_release_file`).
  public static let removalOnLastClose = ModelRules(rawValue: 1 << 5)

  /// Entries are told apart by file and descriptor, and not by the file alone (`ep_cmp_ffd`).
  public static let keyIncludesDescriptor = ModelRules(rawValue: 1 << 6)

  /// A pipe has room for whole pages, and not for bytes (`pipe_full` in include/linux/pipe_fs_i.h).
  public static let pipePageGranularity = ModelRules(rawValue: 1 << 7)

  /// All rules.
  public static let linux = ModelRules(rawValue: 0xFF)

  /// The rules with their names, in the order of their declaration.
  public static let named: [(name: String, rule: ModelRules)] = [
    ("levelRequeue", .levelRequeue), ("oneShotMasking", .oneShotMasking),
    ("repollAtDelivery", .repollAtDelivery), ("callbackKeyFilter", .callbackKeyFilter),
    ("rearmOnModify", .rearmOnModify), ("removalOnLastClose", .removalOnLastClose),
    ("keyIncludesDescriptor", .keyIncludesDescriptor), ("pipePageGranularity", .pipePageGranularity),
  ]
}
