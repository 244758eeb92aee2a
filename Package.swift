// swift-tools-version: 6.2
import PackageDescription

/// One list of compiler settings for every target: Swift 6 mode comes from the tools version, warnings fail the build.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")

/// A room of the house: a library target whose dependencies are the only things it may import.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], data: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: data, swiftSettings: settings)
}

/// What `trailwatch version` tells; letters and digits only, for it becomes a part of a command line.
let commit = Context.environment["TRAILWATCH_COMMIT"].flatMap {
    $0.allSatisfy { $0.isLetter || $0.isNumber } ? $0 : nil
}

/// A C library of the system: a module map and a shim, no logic.
func system(_ name: String, pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let package = Package(
    name: "trailwatch",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "CloudTrailCore", targets: ["CloudTrailCore"]),
        .executable(name: "trailwatch", targets: ["trailwatch"]),
        .executable(name: "trailwatch-sandbox", targets: ["trailwatch-sandbox"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        system("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),
        system("CWebSockets", pkgConfig: "libwebsockets", apt: "libwebsockets-dev"),
        system("COpenSSL", pkgConfig: "libcrypto", apt: "libssl-dev"),

        // Types only: Pictures loads the library when it draws.
        .systemLibrary(name: "CCairo", providers: [.apt(["libcairo2-dev"])]),

        .target(
            name: "CBuildFacts",
            cSettings: commit.map { [.define("TRAILWATCH_COMMIT", to: "\"\($0)\"")] } ?? []),
        room("Networking"),
        room("CurlTransport", ["CCurl", "Networking"]),
        room("LWSTransport", ["CWebSockets", "Networking"]),
        room("Cryptography", ["COpenSSL"]),
        room("CloudTrailCore"),
        room("Scheduling"),
        room("ChatOps", ["CloudTrailCore", "Scheduling", logging]),
        room("ConfigurationFiles", ["CloudTrailCore", "ChatOps", "Networking", "Scheduling"]),
        room("AWS", ["CloudTrailCore", "Networking", "Cryptography", "Scheduling", logging, metrics]),
        room(
            "SQLiteStore",
            ["CloudTrailCore", "ChatOps", .product(name: "GRDB", package: "GRDB.swift")]),
        room("DynamoDBStore", ["CloudTrailCore", "ChatOps", "AWS"]),
        room("Pictures", ["CCairo", "ChatOps", "CloudTrailCore"]),
        room("Slack", ["CloudTrailCore", "ChatOps", "Networking", logging, metrics]),
        room("Jira", ["CloudTrailCore", "ChatOps", "Networking", "Cryptography"]),
        room("Health", [flyingFox, flyingSocks, logging, metrics]),
        .executableTarget(
            name: "trailwatch",
            dependencies: [
                "CBuildFacts", "Networking", "CurlTransport", "LWSTransport", "CloudTrailCore", "ChatOps",
                "ConfigurationFiles",
                "Scheduling",
                "AWS", "SQLiteStore", "DynamoDBStore", "Slack", "Jira", "Pictures", "Health", arguments, logging,
                metrics, lifecycle,
                signals,
            ],
            swiftSettings: settings),
        room("Sandbox", ["Networking", flyingFox, flyingSocks]),
        .executableTarget(
            name: "trailwatch-sandbox",
            dependencies: ["Sandbox", arguments],
            swiftSettings: settings),

        .target(name: "TestSupport", dependencies: ["Networking"], path: "Tests/TestSupport", swiftSettings: settings),
        tests("NetworkingTests", ["Networking"]),
        tests("SchedulingTests", ["Scheduling"]),
        tests("CurlTransportTests", ["CurlTransport", "Networking", "TestSupport"]),
        tests("LWSTransportTests", ["LWSTransport", "Networking", "TestSupport", flyingFox, flyingSocks]),
        tests("CryptographyTests", ["Cryptography", "TestSupport"]),
        tests("CloudTrailCoreTests", ["CloudTrailCore", "TestSupport"]),
        .executableTarget(
            name: "core-benchmark", dependencies: ["CloudTrailCore"], path: "Tests/CoreBenchmark",
            swiftSettings: settings),
        .executableTarget(
            name: "core-example", dependencies: ["CloudTrailCore"], swiftSettings: settings),
        tests("ChatOpsTests", ["ChatOps", "CloudTrailCore", "Scheduling", "TestSupport"]),
        tests(
            "ConfigurationFilesTests",
            ["ConfigurationFiles", "CloudTrailCore", "ChatOps", "Networking", "Scheduling", "TestSupport"]),
        tests(
            "AWSTests",
            ["AWS", "CloudTrailCore", "CurlTransport", "Networking", "Cryptography", "TestSupport", logging],
            data: ["Fixtures"]),
        .target(
            name: "StoreContract", dependencies: ["CloudTrailCore", "ChatOps"], path: "Tests/StoreContract",
            swiftSettings: settings),
        tests("SQLiteStoreTests", ["SQLiteStore", "CloudTrailCore", "ChatOps", "StoreContract", "TestSupport"]),
        tests(
            "DynamoDBStoreTests",
            [
                "DynamoDBStore", "SQLiteStore", "AWS", "CloudTrailCore", "ChatOps", "CurlTransport", "Networking",
                "StoreContract", "TestSupport",
            ]),
        tests(
            "SimulationTests",
            [
                "ChatOps", "CloudTrailCore", "Networking", "Sandbox", "Scheduling", "Slack", "SQLiteStore",
                "TestSupport", logging,
            ]),
        tests("PicturesTests", ["Pictures", "ChatOps", "CloudTrailCore"]),
        tests("SlackTests", ["Slack", "ChatOps", "CloudTrailCore", "Networking", "TestSupport"]),
        tests(
            "JiraTests",
            [
                "Jira", "ChatOps", "CloudTrailCore", "CurlTransport", "Networking", "TestSupport", flyingFox,
                flyingSocks,
            ]),
        tests("HealthTests", ["Health", metrics]),
        tests("SandboxTests", ["Sandbox", "Networking", "TestSupport"]),
        tests("EndToEndTests", ["Sandbox", "Networking", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)
