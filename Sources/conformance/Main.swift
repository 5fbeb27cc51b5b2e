import ArgumentParser
import CommandSupport
import ConformanceSuite
import EpollCore
import Mutants

@main
struct Main {
  static func main() {
    BackendWorker.serveIfAsked([Backend("epoll", EpollLoop.self)] + Fault.backends, probes: [.epoll])
    TerminalWidth.raiseToLeast()
    Conformance.perform(Array(CommandLine.arguments.dropFirst()))
  }
}
