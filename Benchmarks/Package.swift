// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// A program in C over a library that Debian has.
func peer(_ name: String, linking library: String) -> Target {
  .executableTarget(
    name: "with-\(name)",
    dependencies: ["WorkloadSupport"],
    path: "Sources/Programs/\(name)",
    linkerSettings: [.linkedLibrary(library)]
  )
}

/// A program in Swift over the library's loops.
func ours(_ name: String, over libraries: String..., path: String) -> Target {
  .executableTarget(
    name: "with-\(name)",
    dependencies: ["WorkloadSupport", "SwiftWorkloadSupport"]
      + libraries.map { .product(name: $0, package: "TwinLoop") },
    path: "Sources/Programs/\(path)",
    swiftSettings: settings
  )
}

/// The smallest program over one of the library's loops.
func firstEvent(_ name: String, over libraries: String..., path: String) -> Target {
  .executableTarget(
    name: "first-event-\(name)",
    dependencies: ["CEventfd"] + libraries.map { .product(name: $0, package: "TwinLoop") },
    path: "Sources/Programs/FirstEvent/\(path)",
    swiftSettings: settings
  )
}

let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "TwinLoop", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // What every program of the comparison shares: opening descriptors, the clock, the printed result.
    .target(name: "WorkloadSupport", path: "Sources/Programs/Support"),

    // The yardstick: C written by hand over epoll.
    .executableTarget(name: "with-c", dependencies: ["WorkloadSupport"], path: "Sources/Programs/C"),

    // The same without the check for events whose descriptor is no longer watched.
    .executableTarget(
      name: "with-c-unchecked", dependencies: ["WorkloadSupport"], path: "Sources/Programs/CUnchecked",
      cSettings: [.define("UNCHECKED")]
    ),

    // What a user would pick instead.
    peer("libuv", linking: "uv"),
    peer("libevent", linking: "event_core"),
    peer("libev", linking: "ev"),

    // The command line of the programs in Swift.
    .target(
      name: "SwiftWorkloadSupport", dependencies: ["WorkloadSupport"], path: "Sources/Programs/SwiftSupport",
      swiftSettings: settings),

    // The native loop, by `wait` and `next`, by handlers of one type, and by closures; the loop on libuv.
    ours("twinloop", over: "EventLoopAPI", "EpollCore", "UVBridge", "EventLoopObserving", path: "TwinLoop"),

    // The same by async and await.
    ours("async", over: "EpollCore", "UVBridge", "EventLoopAsync", path: "Async"),

    // The smallest programs on each loop, for their start-up time and size.
    .systemLibrary(name: "CEventfd", path: "Sources/Programs/FirstEvent/CEventfd"),
    firstEvent("epoll-loop", over: "EpollCore", path: "EpollLoop"),
    firstEvent("uv-loop", over: "UVBridge", path: "UVLoop"),
    firstEvent("async", over: "EpollCore", "EventLoopAsync", path: "Async"),

    // Running the programs, and what comes of it.
    .target(name: "Measuring", swiftSettings: settings),
    .executableTarget(
      name: "cost",
      dependencies: ["Measuring", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "model-cost",
      dependencies: ["WorkloadSupport", .product(name: "EpollModel", package: "TwinLoop")],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "crosscheck-cost",
      dependencies: [
        "Measuring", "WorkloadSupport", .product(name: "EpollCore", package: "TwinLoop"),
        .product(name: "EventLoopObserving", package: "TwinLoop"),
        .product(name: "UVBridge", package: "TwinLoop"),
      ],
      swiftSettings: settings
    ),
    .testTarget(name: "MeasuringTests", dependencies: ["Measuring"], swiftSettings: settings),
  ],
  cLanguageStandard: .gnu17
)
