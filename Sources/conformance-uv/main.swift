import ConformanceSuite
import UVBridge

// The worker of both libuv profiles. It is a program of its own because it needs libuv to start.

var raw = UVLoop.Configuration()
raw.profile = .raw

BackendWorker.serveIfAsked(
  [
    Backend("uv", UVLoop.self),
    Backend("uv-raw", UVLoop.self, configuration: raw),
  ], probes: [.uvPoll])
print("conformance-uv is started by conformance, to run scenarios on libuv")
