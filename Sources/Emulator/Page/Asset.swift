import CEmulatorPage

/// The page's files, which are in the binary.
enum Asset {
  case html, css, js

  var contentType: String {
    switch self {
    case .html: "text/html; charset=utf-8"
    case .css: "text/css; charset=utf-8"
    case .js: "text/javascript; charset=utf-8"
    }
  }

  var bytes: [UInt8] {
    var sizeBytes = 0
    let start =
      switch self {
      case .html: emulator_page_html(&sizeBytes)
      case .css: emulator_page_css(&sizeBytes)
      case .js: emulator_page_js(&sizeBytes)
      }
    return Array(UnsafeBufferPointer(start: start, count: sizeBytes))
  }

  /// Nothing but the page's own files, nothing inline, nobody may frame it.
  static let policy =
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
    + "form-action 'none'; frame-ancestors 'none'"
}
