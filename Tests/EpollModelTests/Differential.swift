import EpollModel
import Glibc

/// Where the model and the kernel part: a step, and what each said.
struct Difference: CustomStringConvertible {
  var program: [Step]
  var index: Int
  var model: StepResult
  var kernel: StepResult
  var place: String

  /// What kind of thing differs: a shorter program must show the same.
  var subject: Substring { place.prefix { $0 != " " } }

  var description: String {
    let lines = program.enumerated().map { "  \($0.offset == index ? ">" : " ") \($0.element)" }
    return (lines + ["\(place): the model says \(model), the kernel \(kernel)"]).joined(separator: "\n")
  }
}

/// How programs are run on both.
struct Differential {
  var kinds: [Step.Opened]
  var length = 40
  /// Compares the masks of all descriptors after each step, which polls them.
  var looksAtEachStep = false
  /// Waits for the kernel to come to where the model is.
  var settles = false

  /// Runs programs of the seeds, and returns the shortest program that shows the first difference.
  func search(_ seeds: Range<UInt64>) -> Difference? {
    for seed in seeds {
      var generator = ProgramGenerator(seed: seed, kinds: kinds)
      if let difference = run(generator.program(length: length)) { return shorten(difference) }
    }
    return nil
  }

  /// Where the model and the kernel part.
  func run(_ program: [Step]) -> Difference? {
    var model = ModelRunner()
    var kernel = KernelRunner()
    for (index, step) in program.enumerated() {
      let (expected, found) = (model.perform(step), kernel.perform(step))
      if expected != found {
        return Difference(program: program, index: index, model: expected, kernel: found, place: "\(step)")
      }
      if settles { settle(model.kernel, kernel) }
      let isLast = index == program.count - 1
      guard isLast || looksAtEachStep || settles else { continue }
      for descriptor in model.kernel.openDescriptors {
        if !isLast, !looksAtEachStep, !isSettled(after: step, descriptor, model.kernel) { continue }
        let expected = model.perform(.poll(descriptor))
        let found =
          settles ? [kernel.mask(of: descriptor, until: expected[0])] : kernel.perform(.poll(descriptor))
        if expected != found {
          return Difference(
            program: program, index: index, model: expected, kernel: found, place: "mask of \(descriptor)")
        }
      }
    }
    if let violation = model.kernel.violation() { fatalError(violation) }
    return nil
  }

  /// A terminal's bytes get to the other end by way of a kernel thread, and TCP's acknowledgements may be
  /// late.
  private func settle(_ model: ModelKernel, _ kernel: borrowing KernelRunner) {
    for descriptor in model.openDescriptors where (try? model.kind(of: descriptor)) == .tcp {
      kernel.acknowledge(at: descriptor)
    }
    for descriptor in model.openDescriptors {
      switch try? model.kind(of: descriptor) {
      case .terminalMaster, .terminalSlave:
        if let unread = try? model.unread(descriptor) { kernel.awaitBytes(unread, at: descriptor) }
      case .tcp: kernel.awaitAcknowledgement(at: descriptor)
      default: break
      }
    }
  }

  /// Whether a descriptor is one whose changes take their time.
  private func isSettled(after step: Step, _ descriptor: CInt, _ kernel: ModelKernel) -> Bool {
    let kind = try? kernel.kind(of: descriptor)
    return kind == .tcp || kind == .tcpListener || kind == .udp || kind == .terminalMaster
      || kind == .terminalSlave
  }

  /// Drops steps as long as there is a difference.
  private func shorten(_ difference: Difference) -> Difference {
    var best = difference
    best.program = Array(best.program[...best.index])
    var size = best.program.count / 2
    while size > 0 {
      var start = 0
      var hasShortened = false
      while start < best.program.count {
        var candidate = best.program
        candidate.removeSubrange(start..<min(start + size, candidate.count))
        if let shorter = run(candidate), shorter.subject == difference.subject {
          best = shorter
          best.program = Array(best.program[...best.index])
          hasShortened = true
        } else {
          start += size
        }
      }
      if size > 1 || !hasShortened { size /= 2 }
    }
    return best
  }
}
