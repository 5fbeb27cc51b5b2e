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

/// A program in Swift over one of the library's loops.
func ours(_ name: String, over library: String = "EpollCore", path: String) -> Target {
  .executableTarget(
    name: "with-\(name)",
    dependencies: ["WorkloadSupport", .product(name: library, package: "TwinLoop")],
    path: "Sources/Programs/\(path)",
    swiftSettings: settings
  )
}

/// A program in Swift over SwiftNIO.
func overNIO(_ name: String, _ dependencies: [Target.Dependency] = [], path: String) -> Target {
  .executableTarget(
    name: name,
    dependencies: dependencies + [
      .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
    ],
    path: "Sources/Programs/\(path)",
    swiftSettings: settings
  )
}

let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "TwinLoop", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // `with-nio version` says which.
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
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

    // The native loop, by `wait` and `next`, by handlers of one type, and by closures.
    ours("epoll-loop", path: "EpollLoop"),
    ours("handlers", path: "Handlers"),
    ours("closures", path: "Closures"),

    // The loop on libuv.
    ours("uv-loop", over: "UVBridge", path: "UVLoop"),

    // The command line of the programs in Swift.
    .target(
      name: "SwiftWorkloadSupport", dependencies: ["WorkloadSupport"], path: "Sources/Programs/SwiftSupport",
      swiftSettings: settings),

    // SwiftNIO, by handlers in channels and by its async channels.
    overNIO("with-nio", ["WorkloadSupport", "SwiftWorkloadSupport"], path: "NIO"),
    overNIO("first-event-nio", path: "FirstEvent/NIO"),

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
