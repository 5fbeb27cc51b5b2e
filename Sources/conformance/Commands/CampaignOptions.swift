import ArgumentParser
import ConformanceSuite

/// Which programs a campaign has.
struct CampaignOptions: ParsableArguments {
  @Flag(help: "All programs up to --depth instead of random ones, each behaviour once.")
  var exhaustive = false

  @Option(
    help: ArgumentHelp(
      "The greatest number of steps of an exhaustive search's programs. (default: 4)", valueName: "steps")
  )
  var depth: Int?

  @Option(
    help: ArgumentHelp("The number that random programs are made from. (default: 1)", valueName: "number"))
  var seed: UInt64?

  @Option(help: ArgumentHelp("How many random programs there are. (default: 100000)", valueName: "count"))
  var programs: Int?

  @Option(help: ArgumentHelp("The steps of a random program. (default: 8)", valueName: "count"))
  var steps: Int?

  @Option(
    help: ArgumentHelp(
      "What programs are made of, separated by commas: \(Alphabet.all.names.joined(separator: ", ")); "
        + "by default all, or for an exhaustive search \(Alphabet.small.names.joined(separator: ", ")).",
      valueName: "sets"))
  var alphabet: Sets?

  @Option(
    help: ArgumentHelp(
      "The part of the campaign to run, such as 1/4; by default all of it.", valueName: "number/count"))
  var shard: Shard?

  @Option(help: ArgumentHelp("After which time no more programs are begun.", valueName: "seconds"))
  var seconds: Int?

  func validate() throws {
    guard (1...12).contains(depth ?? 4) else { throw ValidationError("--depth must be 1 to 12") }
    guard (1...1_000_000_000).contains(programs ?? 1) else {
      throw ValidationError("--programs must be 1 to 1000000000")
    }
    guard (2...26).contains(steps ?? 8) else { throw ValidationError("--steps must be 2 to 26") }
    try validateParts()
    guard seconds.map({ (1...1_000_000).contains($0) }) ?? true else {
      throw ValidationError("--seconds must be 1 to 1000000")
    }
    if exhaustive, let option = ofRandomPrograms.first {
      throw ValidationError("\(option) is for random programs: leave it out, or --exhaustive")
    }
    if !exhaustive, depth != nil {
      throw ValidationError("--depth is for an exhaustive search: random programs have --steps")
    }
  }

  private func validateParts() throws {
    let unknown = alphabet.map { $0.alphabet.names.filter { !Alphabet.enumerable.names.contains($0) } } ?? []
    guard !exhaustive || unknown.isEmpty else {
      throw ValidationError(
        "--exhaustive makes nothing of \(unknown.joined(separator: ", ")); it knows "
          + Alphabet.enumerable.names.joined(separator: ", "))
    }
    let programs = programs ?? 100_000
    let parts = Exploration.parts(of: programs)
    guard exhaustive || (shard?.number ?? 1) <= parts else {
      throw ValidationError(
        "\(programs) programs have \(parts) part\(parts == 1 ? "" : "s"), "
          + "one for each \(Exploration.blockSize): there is no part \(shard?.number ?? 1)")
    }
  }

  /// The options that were given, by name.
  var given: [String] {
    [
      exhaustive ? "--exhaustive" : nil, depth.map { _ in "--depth" }, alphabet.map { _ in "--alphabet" },
      shard.map { _ in "--shard" }, seconds.map { _ in "--seconds" },
    ].compactMap(\.self) + ofRandomPrograms
  }

  private var ofRandomPrograms: [String] {
    [seed.map { _ in "--seed" }, programs.map { _ in "--programs" }, steps.map { _ in "--steps" }]
      .compactMap(\.self)
  }

  /// The campaign.
  func plan() -> Exploration {
    var plan = Exploration(exhaustive ? .exhaustive : .random(seed: seed ?? 1, count: programs ?? 100_000))
    plan.length = exhaustive ? depth ?? 4 : steps ?? 8
    plan.alphabet = alphabet?.alphabet ?? (exhaustive ? .small : .all)
    if let shard { plan.shard = (shard.number - 1, shard.count) }
    plan.budget = seconds.map { .seconds($0) }
    return plan
  }

  /// A part of a campaign, counted from 1.
  struct Shard: ExpressibleByArgument {
    var number: Int
    var count: Int

    init?(argument: String) {
      let numbers = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      guard numbers.count == 2, let number = numbers[0], let count = numbers[1], (1...10_000).contains(count),
        (1...count).contains(number)
      else { return nil }
      self.number = number
      self.count = count
    }
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
