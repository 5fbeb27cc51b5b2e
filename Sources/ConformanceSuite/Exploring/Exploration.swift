internal import EventLoopAPI
internal import Foundation
internal import Glibc
internal import Synchronization

/// A campaign: programs that are made, run on one backend, and judged by the model.
public struct Exploration: Sendable {
  /// Which programs there are.
  public enum Programs: Hashable, Sendable {
    /// So many random ones; the same seed, alphabet and length give the same programs on every machine.
    case random(seed: UInt64, count: Int)

    /// All up to the length, those that the model holds equal up to renaming only once.
    case exhaustive
  }

  /// Which programs there are, in all parts of the campaign together.
  public var programs: Programs

  /// How many steps a program has, at most if all are looked at.
  public var length = 8

  /// What the programs are made of, as far as the backend offers it.
  public var alphabet: Alphabet = .all

  /// The part of the campaign that is run, from 0, and how many parts it has.
  public var shard: (index: Int, count: Int) = (0, 1)

  /// How long one program may take.
  public var timeLimit: Duration = .seconds(1)

  /// After which time no more programs are begun; nil for none.
  public var budget: Duration?

  /// How many workers run at a time.
  public var workers = workersPerCore * ProcessInfo.processInfo.activeProcessorCount

  /// How many workers there are for each core.
  ///
  /// Waits sleep, and the kernel takes an inotify watch away only after a grace period of its own, so it pays
  /// to have many.
  static var workersPerCore: Int { 10 }

  /// The programs of one block, the smallest part of a campaign of random programs.
  public static var blockSize: Int { 2000 }

  /// The most parts that a campaign of so many random programs can have.
  public static func parts(of programs: Int) -> Int { (programs + blockSize - 1) / blockSize }

  /// Makes a campaign.
  public init(_ programs: Programs) {
    self.programs = programs
  }

  /// How far a campaign has come.
  public struct Progress: Sendable {
    /// The programs that were run.
    public var done = 0

    /// The programs that there will be; nil where that is not known before.
    public var total: Int?

    /// About how many states of the model they reached.
    public var states = 0

    /// The groups of disagreements so far.
    public var groups = 0

    /// The time since the start.
    public var elapsed: Duration = .zero
  }

  /// Runs the campaign.
  ///
  /// - Parameters:
  ///   - program: the backend's worker.
  ///   - suite: the catalogue and the ledger, which declare differences.
  ///   - progress: told now and then, by any thread.
  /// - Throws: ``SuiteError`` if the worker cannot be started or fails.
  public func run(
    on program: WorkerProgram, by suite: Suite, progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws(SuiteError) -> ExplorationReport {
    let description = try BackendRunner(program, timeLimit).description
    let campaign = Campaign(self, program, description, Declarations(suite, description), progress)
    let threads = (0..<campaign.threads).map { index in
      SecondThread { campaign.work(index) }
    }
    threads.forEach { $0.join() }
    return try campaign.report()
  }
}
