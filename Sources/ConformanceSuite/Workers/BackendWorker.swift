internal import CObjects
internal import EventLoopAPI
internal import Foundation

/// The side of the suite that runs scenarios: a process of its own, so that an abort or a hang costs one
/// verdict.
///
/// A program that brings a loop calls ``serveIfAsked(_:probes:arguments:)`` first thing in its `main`, and
/// names itself to the ``Suite`` by ``WorkerProgram/thisProgram(_:)``.
public struct BackendWorker {
  /// The first argument of a program that is to be a worker; the backend's name follows.
  static let flag = "--conformance-worker"

  /// Serves scenarios, or the states of probes, and ends the process, if the program was started as a worker;
  /// otherwise returns.
  public static func serveIfAsked(
    _ backends: [Backend], probes: [Probe] = [], arguments: [String] = CommandLine.arguments
  ) {
    guard arguments.count == 3, arguments[1] == flag else { return }
    guard let worker = BackendWorker() else { exit(EX_OSERR) }
    if let backend = backends.first(where: { $0.name == arguments[2] }) {
      worker.serve(backend)
    } else if arguments[2] == KernelWitness.name {
      worker.serve(Backend(KernelWitness.name, KernelWitness.self))
    } else if let probe = probes.first(where: { $0.name == arguments[2] }) {
      worker.serve(probe)
    } else {
      worker.send(WorkerHello(name: arguments[2], failure: "this program has no such backend"))
      exit(EX_UNAVAILABLE)
    }
    exit(EXIT_SUCCESS)
  }

  private let requests: FileHandle
  private let replies: FileHandle

  /// Takes standard input and output for itself, so that nothing a loop prints gets between the messages.
  private init?() {
    let input = cobjects_duplicate(STDIN_FILENO)
    let output = cobjects_duplicate(STDOUT_FILENO)
    let null = cobjects_null()
    guard input >= 0, output >= 0, null >= 0 else { return nil }
    dup2(null, STDIN_FILENO)
    dup2(STDERR_FILENO, STDOUT_FILENO)
    close(null)
    requests = FileHandle(fileDescriptor: input)
    replies = FileHandle(fileDescriptor: output)
    cobjects_ignore(SIGPIPE)
    cobjects_unblock_signals()
    cobjects_end_with_parent()
  }

  private func serve(_ backend: Backend) {
    do {
      // The first loop may open what lasts as long as the process: libuv's signal pipe is no scenario's leak.
      let description = try backend.describe()
      send(WorkerHello(backend.name, description))
    } catch {
      send(WorkerHello(name: backend.name, failure: error.description))
      return
    }
    var search: ExhaustiveRun?
    serveLines { answer($0, with: backend, &search) }
  }

  private func serve(_ probe: Probe) {
    send(
      WorkerHello(
        name: probe.name, mechanism: probe.mechanism, version: probe.version, questions: probe.questions))
    serveLines { line in
      do {
        let state = try JSONDecoder().decode(ObjectState.self, from: line)
        send(probe.observe(state))
      } catch {
        send(ProbeReply(refusal: "\(error)"))
      }
    }
  }

  /// Hands on one line after another, until there are no more.
  private func serveLines(_ answer: (Data) -> Void) {
    var buffer = Data()
    while true {
      while let end = buffer.firstIndex(of: 10) {
        answer(buffer[buffer.startIndex..<end])
        buffer = Data(buffer[(end + 1)...])
      }
      let more = requests.availableData
      guard !more.isEmpty else { return }
      buffer += more
    }
  }

  private func answer(_ line: Data, with backend: Backend, _ search: inout ExhaustiveRun?) {
    do {
      switch try JSONDecoder().decode(WorkerRequest.self, from: line) {
      case .scenario(let id, let source):
        send(try run(try ScenarioParser.parse(source, id: id, file: id), on: backend))
      case .trial(let id):
        guard let trial = Trial.all.first(where: { $0.id == id }) else {
          send(TrialReply(failure: "this program has no trial \(id)"))
          return
        }
        send(trial.run(on: backend))
      case .claim(let id):
        guard let claim = Claim.all.first(where: { $0.id == id }) else {
          send(ClaimReply(obstacle: "this program has no claim \(id)"))
          return
        }
        send(claim.examine(on: backend))
      case .program(let source, let timeLimit):
        send(Program.reply(to: source, on: backend, within: .milliseconds(timeLimit)))
      case .block(let block):
        do {
          send(try block.run(on: backend))
        } catch {
          send(ExplorationBlockReply(failure: "\(error)"))
        }
      case .part(let part):
        do {
          if search?.part != part { search = try ExhaustiveRun(part, on: backend) }
          send(try search?.advance() ?? ExhaustivePartReply())
        } catch {
          send(ExhaustivePartReply(failure: "\(error)"))
        }
      }
    } catch {
      send(WorkerReply(failure: "\(error)"))
    }
  }

  private func run(_ scenario: Scenario, on backend: Backend) throws -> WorkerReply {
    let before = OpenDescriptors.current()
    let clock = ContinuousClock()
    var result = RunResult(.finished)
    let duration = try clock.measure { result = try backend.result(of: scenario) }
    return WorkerReply(
      outcomes: result.outcomes.map { $0?.description },
      leaks: result.leaks + OpenDescriptors.current().names(notIn: before),
      nanoseconds: UInt64(duration / .nanoseconds(1)))
  }

  private func send(_ message: some Encodable) {
    guard var data = try? JSONEncoder().encode(message) else { exit(EX_SOFTWARE) }
    data.append(10)
    // The reader is gone: there is nobody left to serve.
    guard (try? replies.write(contentsOf: data)) != nil else { exit(EX_IOERR) }
  }
}

extension WorkerHello {
  fileprivate init(_ name: String, _ description: Backend.Description) {
    self.init(
      name: name, mechanism: description.identity.mechanism, version: description.identity.version,
      capabilities: description.capabilities.byName,
      timerResolutionNanoseconds: Int64(description.capabilities.timerResolution / .nanoseconds(1)))
  }
}
