import ConformanceSuite
import EpollCore
import EventLoopObserving
import UVBridge

// The worker of both libuv profiles. It is a program of its own because it needs libuv to start.

var raw = UVLoop.Configuration()
raw.profile = .raw

// Both backends at once, of which no scenario may show a divergence: one ends the worker.
var crossCheck = CrossCheckLoop<EpollLoop, UVLoop>.Configuration()
crossCheck.divergenceHandler = { fatalError("\($0)") }

BackendWorker.serveIfAsked(
  [
    Backend("uv", UVLoop.self),
    Backend("uv-raw", UVLoop.self, configuration: raw),
    Backend("crosscheck", CrossCheckLoop<EpollLoop, UVLoop>.self, configuration: crossCheck),
  ], probes: [.uvPoll])
print("conformance-uv is started by conformance, to run scenarios on libuv")
