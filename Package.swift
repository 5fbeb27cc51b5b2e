// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors where `CI` is set, and only there: a newer compiler's new warning must not break a
// user.
let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// A program whose loop is chosen by name.
func example(_ name: String, with other: Target.Dependency...) -> Target {
  .executableTarget(
    name: name,
    dependencies: [
      "EventLoopChoice", .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ] + other,
    path: "Examples/\(name)",
    swiftSettings: settings
  )
}

let package = Package(
  name: "TwinLoop",
  products: [
    // For those who bring a loop of their own; the backends re-export it.
    .library(name: "EventLoopAPI", targets: ["EventLoopAPI"]),
    .library(name: "EpollCore", targets: ["EpollCore"]),
    .library(name: "UVBridge", targets: ["UVBridge"]),
    .library(name: "EventLoopAsync", targets: ["EventLoopAsync"]),
    .library(name: "EventLoopObserving", targets: ["EventLoopObserving"]),
    .library(name: "EventLoopChoice", targets: ["EventLoopChoice"]),
    .library(name: "EpollModel", targets: ["EpollModel"]),
    .library(name: "ConformanceSuite", targets: ["ConformanceSuite"]),
    .executable(name: "conformance", targets: ["conformance"]),
    .executable(name: "conformance-uv", targets: ["conformance-uv"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // The contract: the protocol and its value types.
    .target(name: "EventLoopAPI", swiftSettings: settings),

    // The native backend.
    .systemLibrary(name: "CEpoll"),
    .target(name: "EpollCore", dependencies: ["EventLoopAPI", "CEpoll"], swiftSettings: settings),

    // The libuv backend.
    .systemLibrary(name: "CUV", pkgConfig: "libuv", providers: [.apt(["libuv1-dev"])]),
    .target(name: "UVBridge", dependencies: ["EventLoopAPI", "CUV"], swiftSettings: settings),

    // Async and await, over any loop.
    .target(name: "EventLoopAsync", dependencies: ["EventLoopAPI"], swiftSettings: settings),
    .testTarget(
      name: "EventLoopAsyncTests", dependencies: ["CallCounts", "EventLoopAsync", "EpollCore", "UVBridge"],
      swiftSettings: settings
    ),

    // Loops around loops: one that compares two, one that records.
    .target(
      name: "EventLoopObserving", dependencies: ["EventLoopAPI", "CEpoll"], swiftSettings: settings),
    .testTarget(
      name: "EventLoopObservingTests",
      dependencies: [
        "CEpoll", "ConformanceSuite", "EpollCore", "EventLoopObserving", "Mutants", "UVBridge", "conformance",
        "conformance-uv",
      ],
      swiftSettings: settings
    ),

    // What all commands need of the terminal.
    .target(name: "CommandSupport", swiftSettings: settings),

    // The choice of a loop by its name, as an option of a command.
    .target(
      name: "EventLoopChoice",
      dependencies: [
        "CommandSupport", "EpollCore", "EventLoopObserving", "UVBridge",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings
    ),

    // The independent voice: epoll as a value, without a kernel beneath it.
    .target(name: "EpollModel", swiftSettings: settings),
    .testTarget(
      name: "EpollModelTests", dependencies: ["EpollModel", "CEpoll", "CObjects"], swiftSettings: settings
    ),

    // The suite, which knows no backend.
    .systemLibrary(name: "CObjects"),
    .target(
      name: "ConformanceSuite",
      dependencies: ["EventLoopAPI", "EpollModel", "CObjects"],
      resources: [.copy("Scenarios"), .copy("Ledger"), .copy("Behaviours/behaviours.tsv")],
      swiftSettings: settings
    ),

    // A loop with one of many faults, by which the suite itself is tested.
    .target(name: "Mutants", dependencies: ["EventLoopAPI", "EpollCore", "CEpoll"], swiftSettings: settings),

    // The command, and the worker of the libuv backends, a program of its own so that the command runs
    // (and says what is missing) where libuv is not installed.
    .executableTarget(
      name: "conformance",
      dependencies: [
        "CommandSupport", "ConformanceSuite", "EpollCore", "Mutants",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings
    ),
    .executableTarget(
      name: "conformance-uv",
      dependencies: ["ConformanceSuite", "EpollCore", "EventLoopObserving", "UVBridge"],
      swiftSettings: settings
    ),

    // What the example servers share: sockets, accepting and ending.
    .target(
      name: "ExampleSupport",
      dependencies: [
        "EventLoopAsync", "EpollCore",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Examples/Support",
      swiftSettings: settings
    ),

    // The README's examples.
    .executableTarget(
      name: "CompileTimeChoice",
      dependencies: ["EpollCore", "UVBridge"],
      path: "Examples/CompileTimeChoice",
      swiftSettings: settings
    ),
    example("RunTimeChoice"),
    example("Handlers"),
    example("Await", with: "EventLoopAsync"),
    example("Echo", with: "EpollCore", "ExampleSupport"),
    example("HTTP", with: "EpollCore", "ExampleSupport"),
    example("Proxy", with: "EpollCore", "ExampleSupport"),
    example("Chat", with: "EpollCore", "EventLoopAsync", "ExampleSupport"),
    .executableTarget(
      name: "KernelInterface", dependencies: ["EpollCore"], path: "Examples/KernelInterface",
      swiftSettings: settings
    ),
    .executableTarget(
      name: "ModelOfEpoll", dependencies: ["EpollModel"], path: "Examples/ModelOfEpoll",
      swiftSettings: settings
    ),

    // What tests count: a turn's system calls and allocations.
    .target(name: "CallCounts", path: "Tests/CallCounts"),
    .testTarget(
      name: "ConformanceTests",
      dependencies: [
        "CallCounts", "ConformanceSuite", "EpollCore", "Mutants", "UVBridge", "conformance", "conformance-uv",
      ],
      swiftSettings: settings
    ),
  ]
)
