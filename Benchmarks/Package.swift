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
func peer(_ name: String, linking libraries: String...) -> Target {
  .executableTarget(
    name: "with-\(name)",
    dependencies: ["WorkloadMain"],
    path: "Sources/Programs/\(name)",
    linkerSettings: libraries.map { .linkedLibrary($0) }
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

/// As who delivers a program would link it; the dynamic linker would take longer than all the rest.
let staticLibrary: [LinkerSetting] = [.unsafeFlags(["-static-stdlib"])]

/// The smallest program over one of the library's loops.
func firstEvent(_ name: String, over libraries: String..., path: String) -> Target {
  .executableTarget(
    name: "first-event-\(name)",
    dependencies: ["CEventfd"] + libraries.map { .product(name: $0, package: "TwinLoop") },
    path: "Sources/Programs/FirstEvent/\(path)",
    swiftSettings: settings,
    linkerSettings: staticLibrary
  )
}

/// A program in Swift over SwiftNIO.
func overNIO(
  _ name: String, _ dependencies: [Target.Dependency] = [], path: String, _ linking: [LinkerSetting] = []
) -> Target {
  .executableTarget(
    name: name,
    dependencies: dependencies + [
      .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
    ],
    path: "Sources/Programs/\(path)",
    swiftSettings: settings,
    linkerSettings: linking
  )
}

let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "TwinLoop", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    // `with-nio version` says which.
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
  ],
  targets: [
    // What every program of the comparison shares: opening descriptors, the clock, the printed result.
    .target(name: "WorkloadSupport", path: "Sources/Programs/Support"),

    // Of those in C also the main function, which offers the workloads that a program defines.
    .target(name: "WorkloadMain", dependencies: ["WorkloadSupport"], path: "Sources/Programs/Main"),

    // The load on the echo servers.
    .executableTarget(
      name: "echo-load", dependencies: ["WorkloadSupport"], path: "Sources/Programs/EchoLoad"),

    // The yardstick: C written by hand over epoll.
    .executableTarget(name: "with-c", dependencies: ["WorkloadMain"], path: "Sources/Programs/C"),

    // The same without the check for events whose descriptor is no longer watched.
    .executableTarget(
      name: "with-c-unchecked", dependencies: ["WorkloadMain"], path: "Sources/Programs/CUnchecked",
      cSettings: [.define("UNCHECKED")]
    ),

    // What a user would pick instead.
    peer("libuv", linking: "uv"),
    peer("libevent", linking: "event_core", "event_pthreads"),
    peer("libev", linking: "ev"),

    // The command line of the programs in Swift.
    .target(
      name: "SwiftWorkloadSupport", dependencies: ["WorkloadSupport"], path: "Sources/Programs/SwiftSupport",
      swiftSettings: settings),

    // The native loop, by `wait` and `next`, by handlers of one type, and by closures; the loop on libuv.
    ours("twinloop", over: "EventLoopAPI", "EpollCore", "UVBridge", "EventLoopObserving", path: "TwinLoop"),

    // The same by async and await.
    ours("async", over: "EpollCore", "UVBridge", "EventLoopAsync", path: "Async"),

    // The smallest programs on each loop, for their start-up time and size; those in C are built by
    // Scripts/build-smallest-programs.
    .systemLibrary(name: "CEventfd", path: "Sources/Programs/FirstEvent/CEventfd"),
    firstEvent("epoll-loop", over: "EpollCore", path: "EpollLoop"),
    firstEvent("uv-loop", over: "UVBridge", path: "UVLoop"),
    firstEvent("async", over: "EpollCore", "EventLoopAsync", path: "Async"),

    // SwiftNIO, by handlers in channels and by its async channels.
    overNIO("with-nio", ["WorkloadSupport", "SwiftWorkloadSupport"], path: "NIO"),
    overNIO("first-event-nio", path: "FirstEvent/NIO", staticLibrary),

    // Running the programs, and what comes of it.
    .target(name: "Measuring", swiftSettings: settings),
    .executableTarget(
      name: "cost",
      dependencies: ["Measuring", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "model-cost",
      dependencies: [
        "WorkloadSupport", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "EpollModel", package: "TwinLoop"),
      ],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "crosscheck-cost",
      dependencies: [
        "Measuring", "WorkloadSupport", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "EpollCore", package: "TwinLoop"),
        .product(name: "EventLoopObserving", package: "TwinLoop"),
        .product(name: "UVBridge", package: "TwinLoop"),
      ],
      swiftSettings: settings
    ),
    // The command `bench`: what is compared, and the reports.
    .executableTarget(
      name: "repeat-process", dependencies: ["WorkloadSupport"], path: "Sources/Programs/RepeatProcess"),
    .target(
      name: "Comparing",
      dependencies: ["Measuring", .product(name: "Histogram", package: "hdrhistogram-swift")],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "bench",
      dependencies: [
        "Comparing", "Measuring", "WorkloadSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings
    ),
    .testTarget(name: "MeasuringTests", dependencies: ["Measuring"], swiftSettings: settings),
    .testTarget(name: "ComparingTests", dependencies: ["Comparing", "Measuring"], swiftSettings: settings),
  ],
  cLanguageStandard: .gnu17
)
