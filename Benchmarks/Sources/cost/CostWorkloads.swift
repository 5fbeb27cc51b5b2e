import Measuring

/// The workloads that the limits are about, and their titles.
enum CostWorkloads {
  static let implementations: [Implementation] = [
    .c, .uncheckedC, .epollLoop, .handlers, .closures, .libuv, .uvLoop, .libevent, .libev,
  ]

  static let pingPong = (
    title: "ping-pong, 100 pairs, all active", workload: Workload.pingPong(pairs: 100, active: 100)
  )

  static let churn = (
    title: "register and deregister", workload: Workload.churn(descriptors: 100)
  )

  static let registered = [100, 1_000, 10_000, 19_000]

  static let readyTitle = "100 ready of n registered"

  static func ready(of registered: Int) -> Workload {
    .ready(100, of: registered)
  }

  static let timers = (
    title: "100,000 timers, half cancelled", workload: Workload.timers(100_000)
  )
}
