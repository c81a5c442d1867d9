import Foundation

/// A key and a certificate that signs itself, made by the `openssl` command; their files are gone with this value.
package final class Certificate: Sendable {
  package static let isPossible = FileManager.default.fileExists(atPath: "/usr/bin/openssl")

  package let keyFile: String
  package let file: String
  private let folder: URL

  /// - Parameters:
  ///   - subject: whom it is for: "IP:127.0.0.1", "DNS:example.org".
  ///   - isExpired: it was good for a day long ago; else it is good for decades.
  package init(for subject: String, isExpired: Bool = false) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "certificate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    keyFile = folder.appending(path: "key.pem").path
    file = folder.appending(path: "certificate.pem").path
    let settings = """
      [ca]
      default_ca = own
      [own]
      database = index
      serial = serial
      new_certs_dir = .
      default_md = sha256
      policy = any
      x509_extensions = extensions
      [any]
      commonName = supplied
      [req]
      distinguished_name = name
      [name]
      [extensions]
      subjectAltName = \(subject)
      """
    for (name, text) in ["settings": settings, "index": "", "serial": "01\n"] {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    try openssl(
      "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=test",
      "-config", "settings", "-keyout", "key.pem", "-out", "request.pem")
    try openssl(
      "ca", "-batch", "-selfsign", "-notext", "-config", "settings", "-keyfile", "key.pem", "-in", "request.pem",
      "-out",
      "certificate.pem", "-startdate", "20200101000000Z", "-enddate", isExpired ? "20200102000000Z" : "20480101000000Z")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Both as PEM texts.
  package var identity: (key: String, certificate: String) {
    get throws {
      (try String(contentsOfFile: keyFile, encoding: .utf8), try String(contentsOfFile: file, encoding: .utf8))
    }
  }

  private func openssl(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CocoaError(.executableLoad, userInfo: [NSLocalizedDescriptionKey: "openssl \(arguments[0]) failed"])
    }
  }
}
