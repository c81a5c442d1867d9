package import Foundation
package import HTTP
import Synchronization

/// Chromium without a window, driven through `chromedriver` (W3C WebDriver: JSON over HTTP).
///
/// Selectors are CSS. Nothing here sleeps: `wait(until:)` is woken by the page's own changes.
package final class Browser: Sendable {
  /// Whether both programs are installed (Debian: `chromium`, `chromium-driver`).
  package static let isAvailable = [driverPath, chromiumPath].allSatisfy(FileManager.default.isExecutableFile)

  private static let driverPath = "/usr/bin/chromedriver"
  private static let chromiumPath = "/usr/bin/chromium"

  private let driver: WebDriver
  private let process: ChildProcess
  private let folder: URL

  /// Runs `body` with a new browser and ends it, whatever happens.
  package static func run(
    http: HTTPClient, width: Int = 1400, height: Int = 900, _ body: (Browser) async throws -> Void
  ) async throws {
    let browser = try await Browser(http: http, width: width, height: height)
    do {
      try await body(browser)
    } catch {
      await browser.close()
      throw error
    }
    await browser.close()
  }

  /// Starts both programs, with a profile that `close` removes.
  private init(http: HTTPClient, width: Int, height: Int) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "mentorbot-browser-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let (process, port) = try await Browser.startDriver()
    let arguments = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
      "--window-size=\(width),\(height)", "--user-data-dir=\(folder.path)", "--lang=ru",
    ]
    self.folder = folder
    self.process = process
    driver = try await WebDriver(
      http: http, address: "http://127.0.0.1:\(port)",
      capabilities: [
        "goog:chromeOptions": ["binary": Browser.chromiumPath, "args": arguments] as [String: any Sendable],
        "goog:loggingPrefs": ["browser": "ALL"], "timeouts": ["script": 20_000, "pageLoad": 20_000],
      ])
  }

  /// The driver draws a port for IPv4 and wants the same one for IPv6; where that is taken, as beside many other tests, it ends: then another
  /// draws again.
  private static func startDriver() async throws -> (ChildProcess, port: Int) {
    var attempts = 0
    while true {
      attempts += 1
      let process = try ChildProcess(driverPath, ["--port=0"])
      do {
        let port = try await process.line { line in
          line.firstMatch(of: /started successfully on port (\d+)/).flatMap { Int($0.1) }
        }
        return (process, port)
      } catch  where attempts < 5 { process.end() }
    }
  }

  deinit { process.end() }

  private func close() async {
    _ = try? await driver.call(.delete, "")  // Ends Chromium; the driver itself is ended by a signal.
    process.end()
    try? FileManager.default.removeItem(at: folder)
  }

  package func open(_ url: String) async throws { _ = try await driver.call(.post, "/url", ["url": url]) }

  /// A narrow window is a phone: touch, twice the pixels.
  package func resize(width: Int, height: Int) async throws {
    let isPhone = width < 800
    try await devTools(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": isPhone ? 2 : 1, "mobile": isPhone])
  }

  package func setDark(_ isDark: Bool) async throws {
    let scheme = ["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]
    try await devTools("Emulation.setEmulatedMedia", ["features": [scheme]])
  }

  package func click(_ selector: String) async throws { try await call(selector, "/click", [:]) }

  /// Types as on a keyboard; "\n" is Enter.
  package func type(_ text: String, into selector: String) async throws {
    try await call(selector, "/value", ["text": text.replacing("\n", with: "\u{E007}")])
  }

  /// Presses keys wherever the focus is: `Browser.tab`, "\n", text.
  package func press(_ keys: String) async throws {
    let actions = keys.replacing("\n", with: "\u{E007}").flatMap { key in
      ["keyDown", "keyUp"].map { ["type": $0, "value": String(key)] }
    }
    _ = try await driver.call(
      .post, "/actions", ["actions": [["type": "key", "id": "keyboard", "actions": actions] as [String: any Sendable]]])
  }

  package static let tab = "\u{E004}"
  package static let escape = "\u{E00C}"

  /// The text that a person sees there.
  package func text(of selector: String) async throws -> String {
    try await run("return document.querySelector(\(quoted(selector))).innerText")
  }

  /// What the script returns, as text: "true", "3", "Да".
  @discardableResult
  package func run(_ script: String) async throws -> String {
    let value = try await driver.call(
      .post, "/execute/sync", ["script": "return String((function () { \(script) })())", "args": [String]()])
    return value as? String ?? ""
  }

  /// Waits until the expression is true; it is asked after each change of the page.
  ///
  /// - Throws: `WebDriverFailure` after 20 seconds, with the expression and what the page showed.
  package func wait(until expression: String) async throws {
    let script = """
      const done = arguments[0];
      const check = () => { try { return Boolean(\(expression)); } catch { return false; } };
      if (check()) return done(true);
      const events = ['focusin', 'scroll', 'load', 'animationend'];
      const look = () => {
        if (!check()) return;
        observer.disconnect();
        for (const event of events) document.removeEventListener(event, look, true);
        done(true);
      };
      const observer = new MutationObserver(look);
      observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      for (const event of events) document.addEventListener(event, look, true);
      """
    do {
      _ = try await driver.call(.post, "/execute/async", ["script": script, "args": [String]()])
    } catch let failure as WebDriverFailure where failure.code == "script timeout" {
      let seen = (try? await run("return document.body.innerText")) ?? ""
      throw WebDriverFailure(code: "script timeout", detail: "\(expression) did not become true; the page: \(seen)")
    }
  }

  /// Follows a link to a file and gives what was saved.
  ///
  /// - Throws: `WebDriverFailure` when nothing has come after 20 seconds.
  package func download(_ selector: String, as name: String) async throws -> Data {
    let path = folder.appending(path: "downloads")
    try await devTools("Browser.setDownloadBehavior", ["behavior": "allow", "downloadPath": path.path])
    try await click(selector)
    let end = ContinuousClock.now + .seconds(20)
    while ContinuousClock.now < end {
      // The name is there once the file is whole. Each look asks the browser something, which takes a while.
      if let data = try? Data(contentsOf: path.appending(path: name)) { return data }
      _ = try await run("return document.title")
    }
    throw WebDriverFailure(code: "download", detail: "\(name) did not come")
  }

  /// Saves what is seen as PNG.
  package func screenshot(to path: String) async throws {
    let value = try await driver.call(.get, "/screenshot")
    guard let data = (value as? String).flatMap({ Data(base64Encoded: $0) }) else {
      throw WebDriverFailure(code: "screenshot", detail: "no picture came")
    }
    try data.write(to: URL(filePath: path))
  }

  /// What the page wrote to its console so far, warnings and errors.
  package func complaints() async throws -> [String] {
    let entries = try await driver.call(.post, "/se/log", ["type": "browser"]) as? [[String: Any]] ?? []
    return entries.filter { ["WARNING", "SEVERE"].contains($0["level"] as? String) }
      .compactMap { $0["message"] as? String }
  }

  private func devTools(_ command: String, _ parameters: [String: any Sendable]) async throws {
    _ = try await driver.call(.post, "/goog/cdp/execute", ["cmd": command, "params": parameters])
  }

  private func call(_ selector: String, _ path: String, _ body: [String: any Sendable]) async throws {
    let found = try await driver.call(.post, "/element", ["using": "css selector", "value": selector])
    guard let id = (found as? [String: String])?.values.first else {
      throw WebDriverFailure(code: "no such element", detail: selector)
    }
    _ = try await driver.call(.post, "/element/\(id)\(path)", body)
  }

  private func quoted(_ text: String) -> String {
    let data = try? JSONSerialization.data(withJSONObject: text, options: .fragmentsAllowed)
    return String(decoding: data ?? Data(), as: UTF8.self)
  }
}
