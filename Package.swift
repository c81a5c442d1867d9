// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: Swift 6 mode comes from the tools version; no warning survives a build.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  // Generic code is made for its types also where it comes from another module.
  .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

/// A module of the service, in `Sources/NAME`.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one module, in `Tests/NAMETests`. They may use everything.
/// - Parameter files: what the tests read of their folder that is no code.
func tests(_ name: String, _ dependencies: [Target.Dependency] = [], files: [String] = []) -> Target {
  .testTarget(
    name: name + "Tests",
    dependencies: [.target(name: name), "TestSupport"] + dependencies,
    exclude: files, swiftSettings: strict)
}

/// Packed relocations and no unused sections: a tenth less resident memory.
let small: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-use-ld=lld", "-Xlinker", "--gc-sections", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs",
      "-Xlinker", "--icf=safe",
    ],
    .when(configuration: .release))
]

let package = Package(
  name: "mentorbot",
  products: [
    .executable(name: "mentorbot", targets: ["mentorbot"]), .executable(name: "mentorbench", targets: ["mentorbench"]),
  ],
  targets: [
    // Each imports only what stands above it. One sentence on each: README.md, "The house".
    module("Failpoints"),
    module("Mentoring"),
    module("JSON"),
    module("JSON5"),
    module("CSV", ["JSON5"]),
    module("DialogEngine", ["JSON", "JSON5"]),
    module("Translation", ["JSON5", "CSV", "DialogEngine"]),
    module("Fuzzing", ["JSON", "JSON5", "DialogEngine"]),
    module("Messaging"),
    module("HTTP"),
    module("Console", ["JSON5", "CSV"]),

    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(
      name: "CMicroHTTPD", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    module("Curl", ["CCurl", "HTTP", "Failpoints"]),
    module("SQLite", ["CSQLite"]),
    module("MicroHTTPD", ["CMicroHTTPD"]),
    module("Crypto", ["CCrypto"]),

    module("Telegram", ["JSON", "Messaging", "HTTP"]),
    module("Store", ["Failpoints", "Mentoring", "JSON", "JSON5", "DialogEngine", "Messaging", "SQLite", "Crypto"]),
    .target(name: "CBuiltInDialogs", cSettings: [.unsafeFlags(["-std=c23"])]),
    module(
      "Service",
      [
        "Failpoints", "Mentoring", "JSON", "JSON5", "DialogEngine", "Messaging", "SQLite", "Store", "Crypto",
        "CBuiltInDialogs",
      ]),
    module("Curation", ["Mentoring", "JSON5", "CSV", "SQLite", "Store", "Crypto"]),
    module("Rehearsal", ["Mentoring", "JSON5", "DialogEngine", "Messaging", "SQLite", "Store", "Service", "Curation"]),

    .target(name: "CEmulatorPage", cSettings: [.unsafeFlags(["-std=c23"])]),
    module("Emulator", ["Messaging", "MicroHTTPD", "CEmulatorPage"]),
    module(
      "Simulation",
      [
        "Failpoints", "Mentoring", "JSON5", "DialogEngine", "Fuzzing", "Messaging", "HTTP", "Crypto", "Telegram",
        "SQLite", "Store", "Service", "Curation", "Rehearsal", "Emulator",
      ]),

    .executableTarget(
      name: "mentorbot",
      dependencies: [
        "Failpoints", "Mentoring", "JSON5", "CSV", "DialogEngine", "Messaging", "HTTP", "Curl", "Crypto", "Telegram",
        "SQLite", "Store", "Service", "Curation", "Rehearsal", "Translation", "Emulator", "Simulation", "Console",
      ],
      swiftSettings: strict, linkerSettings: small),
    .executableTarget(
      name: "mentorbench",
      dependencies: [
        "Failpoints", "Mentoring", "JSON5", "DialogEngine", "Fuzzing", "Messaging", "HTTP", "Console", "Telegram",
        "SQLite", "Store", "Service", "Curation", "Rehearsal", "Emulator", "Simulation",
      ],
      swiftSettings: strict, linkerSettings: small),

    .target(
      name: "TestSupport",
      dependencies: [
        "Mentoring", "JSON5", "DialogEngine", "Fuzzing", "Messaging", "HTTP", "Curl", "Crypto", "Telegram", "SQLite",
        "Store", "Service",
        "Curation", "Emulator",
      ],
      path: "Tests/TestSupport", swiftSettings: strict),
    tests("Mentoring", files: ["Zones.txt"]),
    tests("JSON"),
    tests("JSON5"),
    tests("CSV", ["JSON5"]),
    tests("DialogEngine", ["Mentoring", "JSON", "JSON5", "Fuzzing", "Rehearsal"], files: ["Broken", "Moments"]),
    tests("Translation", ["JSON5", "CSV", "DialogEngine", "Service"]),
    tests("Console", ["JSON5"]),
    tests("Curl", ["HTTP"]),
    tests("SQLite"),
    tests("MicroHTTPD", ["HTTP", "Curl"]),
    tests("Crypto"),
    tests("Telegram", ["Fuzzing", "HTTP", "Messaging"]),
    tests("Store", ["Mentoring", "JSON", "Messaging", "DialogEngine", "SQLite"]),
    tests(
      "Service",
      [
        "Crypto", "SQLite", "Curation", "Mentoring", "DialogEngine", "Messaging", "Store", "Emulator", "HTTP", "Curl",
        "Telegram", "Simulation",
      ]),
    tests("Curation", ["Mentoring", "JSON5", "Messaging", "SQLite", "Store", "Crypto"]),
    tests("Rehearsal", ["Mentoring", "JSON5", "DialogEngine", "SQLite", "Store"]),
    tests("Emulator", ["HTTP", "Curl", "Messaging"]),
    tests(
      "Simulation",
      [
        "DialogEngine", "Failpoints", "Mentoring", "Emulator", "HTTP", "Curl", "JSON5", "Rehearsal", "SQLite", "Store",
        "Service",
      ]),
    tests("mentorbench", ["Console", "DialogEngine", "Fuzzing", "Service"]),
    tests(
      "mentorbot",
      [
        "HTTP", "Console", "Curl", "Emulator", "Failpoints", "JSON5", "Mentoring", "MicroHTTPD", "SQLite", "Simulation",
        "Store", "Service", "Rehearsal", "DialogEngine", "Messaging",
      ]),
  ]
)
