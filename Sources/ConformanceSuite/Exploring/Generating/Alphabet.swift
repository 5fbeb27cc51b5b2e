public import EventLoopAPI

/// The things that generated programs are made of, in named sets.
///
/// Registering, modifying, deregistering, operations on what is open, and waiting belong to every alphabet.
public struct Alphabet: Hashable, Sendable {
  /// A named set of objects or steps.
  public enum Letters: String, Hashable, Sendable, CaseIterable {
    /// Pipes and FIFOs.
    case pipes
    /// Pairs of unix sockets, listeners, and sockets that are not connected.
    case unix
    /// TCP connections and listeners, and UDP sockets.
    case internet
    /// Eventfd, timerfd, signalfd and pidfd.
    case counters
    /// Pseudoterminals.
    case terminals
    /// Regular files, inotify, devices, directories, and files of /proc and /sys.
    case files
    /// Epoll instances as objects, and what is put into them.
    case nested
    /// Duplicates, closing, and numbers used again.
    case descriptors
    /// Blocking descriptors, and looks at their mode.
    case modes
    /// Edge-triggered registrations.
    case edge
    /// One-shot registrations.
    case oneShot = "one-shot"
    /// Exclusive and wake-up registrations.
    case exclusive
    /// Timers.
    case timers
    /// Wakes.
    case wakes
    /// Signals that interrupt.
    case signals
    /// Steps that are done when an event is delivered.
    case delivery
    /// Steps of another thread while a wait sleeps.
    case meanwhile
    /// Small batches, and batches taken together.
    case batches
    /// Looks at the loop's own descriptor, and loops that end early.
    case embedding
    /// Two loops on the same objects.
    case loops
  }

  /// The sets in use.
  public var letters: Set<Letters>

  /// Makes an alphabet of some sets.
  public init(_ letters: Set<Letters>) {
    self.letters = letters
  }

  /// Every set.
  public static let all = Alphabet(Set(Letters.allCases))

  /// What is enumerated where nothing else is asked for: small, and rich in what loops get wrong.
  public static let small = Alphabet([.pipes, .unix, .counters, .descriptors, .edge, .oneShot])

  /// The sets of which an exhaustive search makes something; the others are for random programs.
  public static let enumerable = Alphabet([
    .pipes, .unix, .internet, .counters, .nested, .descriptors, .edge, .oneShot, .exclusive, .timers, .wakes,
    .embedding,
  ])

  /// Whether a set is in use.
  public func contains(_ letters: Letters) -> Bool { self.letters.contains(letters) }

  /// The alphabet without what a backend lacks.
  public func supported(by capabilities: Capabilities) -> Alphabet {
    var letters = letters
    if capabilities.edge == .absent { letters.remove(.edge) }
    if capabilities.oneShot == .absent { letters.remove(.oneShot) }
    if capabilities.exclusive == .absent || capabilities.wakeUp == .absent { letters.remove(.exclusive) }
    if capabilities.embedding == .absent { letters.remove(.embedding) }
    return Alphabet(letters)
  }

  /// The sets' names, in the order of their declaration.
  public var names: [String] { Letters.allCases.filter(letters.contains).map(\.rawValue) }

  /// The alphabet of these names; nil if one of them is none.
  public init?(names: [String]) {
    let letters = names.compactMap(Letters.init(rawValue:))
    guard letters.count == names.count else { return nil }
    self.init(Set(letters))
  }
}

extension Alphabet {
  /// The kinds of objects that its programs open, each with how often it comes against the others.
  ///
  /// Not among them is the host's name: a change of it is told in every namespace, so that programs that run
  /// at the same time would disturb each other.
  var kinds: [(weight: Int, element: ObjectKind.Plain)] {
    var kinds: [(weight: Int, element: ObjectKind.Plain)] = []
    if contains(.pipes) { kinds += [(160, .pipe), (6, .fifo)] }
    if contains(.unix) {
      kinds += [
        (160, .unixStream), (60, .unixDatagram), (60, .unixSeqpacket), (25, .unixListener), (15, .unixSocket),
      ]
    }
    if contains(.internet) {
      kinds += [
        (20, .tcp), (8, .tcpListener), (8, .tcpSocket), (1, .tcpConnecting), (25, .udp), (6, .udpSocket),
      ]
    }
    if contains(.counters) { kinds += [(120, .eventfd), (30, .timerfd), (20, .signalfd), (1, .pidfd)] }
    if contains(.terminals) { kinds += [(8, .pty)] }
    if contains(.files) {
      kinds += [
        (10, .file), (12, .null), (8, .sysfs), (2, .mounts), (16, .inotify), (4, .directory), (4, .random),
        (2, .urandom), (2, .status), (4, .path),
      ]
    }
    if contains(.nested) { kinds += [(60, .epoll)] }
    return kinds
  }
}
