import ArgumentParser
import ConformanceSuite

/// Which programs a campaign has.
struct CampaignOptions: ParsableArguments {
  @Flag(help: "All programs up to --depth instead of random ones, each behaviour once.")
  var exhaustive = false

  @Option(
    help: ArgumentHelp("The greatest number of steps of an exhaustive search's programs.", valueName: "steps")
  )
  var depth = 4

  @Option(help: ArgumentHelp("The number that random programs are made from.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("How many random programs there are.", valueName: "count"))
  var programs = 100_000

  @Option(help: ArgumentHelp("The steps of a random program.", valueName: "count"))
  var steps = 8

  @Option(
    help: ArgumentHelp(
      "What programs are made of, separated by commas: \(Alphabet.all.names.joined(separator: ", ")); by default all, or for an exhaustive search \(Alphabet.small.names.joined(separator: ", ")).",
      valueName: "sets"))
  var alphabet: Sets?

  @Option(help: ArgumentHelp("The part of the campaign to run, such as 1/4.", valueName: "number/count"))
  var shard = Shard(number: 1, count: 1)

  @Option(help: ArgumentHelp("After which time no more programs are begun.", valueName: "seconds"))
  var seconds: Int?

  func validate() throws {
    guard (1...12).contains(depth) else { throw ValidationError("--depth must be 1 to 12") }
    guard (1...1_000_000_000).contains(programs) else {
      throw ValidationError("--programs must be 1 to 1000000000")
    }
    guard (2...26).contains(steps) else { throw ValidationError("--steps must be 2 to 26") }
    try validateParts()
    guard seconds.map({ (1...1_000_000).contains($0) }) ?? true else {
      throw ValidationError("--seconds must be 1 to 1000000")
    }
  }

  private func validateParts() throws {
    let unknown = alphabet.map { $0.alphabet.names.filter { !Alphabet.enumerable.names.contains($0) } } ?? []
    guard !exhaustive || unknown.isEmpty else {
      throw ValidationError(
        "--exhaustive makes nothing of \(unknown.joined(separator: ", ")); it knows "
          + Alphabet.enumerable.names.joined(separator: ", "))
    }
    let parts = Exploration.parts(of: programs)
    guard exhaustive || shard.number <= parts else {
      throw ValidationError(
        "\(programs) programs have \(parts) part\(parts == 1 ? "" : "s"), one for each \(Exploration.blockSize): "
          + "there is no part \(shard.number)")
    }
  }

  /// How long one program may take.
  var programTimeLimit: Duration { .seconds(1) }

  /// The campaign.
  func plan() throws -> Exploration {
    var plan = Exploration(exhaustive ? .exhaustive : .random(seed: seed, count: programs))
    plan.length = exhaustive ? depth : steps
    plan.alphabet = alphabet?.alphabet ?? (exhaustive ? .small : .all)
    plan.shard = (shard.number - 1, shard.count)
    plan.budget = seconds.map { .seconds($0) }
    return plan
  }

  /// A part of a campaign, counted from 1.
  struct Shard: ExpressibleByArgument {
    var number: Int
    var count: Int

    init(number: Int, count: Int) {
      self.number = number
      self.count = count
    }

    init?(argument: String) {
      let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      guard numbers.count == 2, let number = numbers[0], let count = numbers[1], (1...10_000).contains(count),
        (1...count).contains(number)
      else { return nil }
      self.init(number: number, count: count)
    }

    var defaultValueDescription: String { "\(number)/\(count)" }
  }

  /// Sets of an alphabet, separated by commas.
  struct Sets: ExpressibleByArgument {
    var alphabet: Alphabet

    init?(argument: String) {
      let names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard let alphabet = Alphabet(names: names) else { return nil }
      self.alphabet = alphabet
    }
  }
}
