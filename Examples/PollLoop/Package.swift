// swift-tools-version: 6.2
import PackageDescription

// A package as anybody could write it who has a loop of their own: it knows the protocol and the suite, and
// none of the backends.
let package = Package(
  name: "PollLoop",
  dependencies: [.package(name: "TwinLoop", path: "../..")],
  targets: [
    .executableTarget(
      name: "PollLoop",
      dependencies: [
        .product(name: "EventLoopAPI", package: "TwinLoop"),
        .product(name: "ConformanceSuite", package: "TwinLoop"),
      ],
      path: "Sources",
      resources: [.copy("Ledger")]
    )
  ]
)
