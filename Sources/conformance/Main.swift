import ArgumentParser
import ConformanceSuite
import EpollCore

@main
struct Main {
  static func main() {
    BackendWorker.serveIfAsked([Backend("epoll", EpollLoop.self)], probes: [.epoll])
    Conformance.main()
  }
}
