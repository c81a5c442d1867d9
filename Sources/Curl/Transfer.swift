import CCurl
import Failpoints
import HTTP

/// An easy handle of libcurl with what it collects. Used on the loop's thread only, one call after another.
///
/// **A request that was sent is never repeated unless it is a GET.** libcurl by itself sends a request again, on a new
/// connection, when a kept-alive one turns out dead after the request left, and says nothing (7.88,
/// `Curl_retry_request`). It asks `beforeRequest` each time, also then, and is told to stop.
final class Transfer {
  let easy: UnsafeMutableRawPointer
  private(set) var call: Call?
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  private var answerHeaders: [(name: String, value: String)] = []
  private var answerBody: [UInt8] = []
  private var answerHeadSizeBytes = 0
  private var hasWholeHead = false
  private var isTooLarge = false
  /// How many bytes had left, the proxy's greeting included, when the first attempt of the request was about to.
  private var sizeBeforeRequest: Int?
  private var refusedToRepeat = false

  /// All header lines of an answer together.
  private static let headLimitBytes = 256 << 10

  init(_ settings: CurlSettings) {
    guard let easy = curl_easy_init() else { preconditionFailure("libcurl: no memory for an easy handle") }
    self.easy = easy
    setUp(settings)
  }

  deinit {
    curl_easy_cleanup(easy)
    curl_slist_free_all(headerList)
    errorText.deallocate()
  }

  private func setUp(_ settings: CurlSettings) {
    let numbers: [(CURLoption, Int)] = [
      (CURLOPT_NOSIGNAL, 1),
      // Giving up a name lookup would otherwise stop the whole loop until the lookup's thread ends.
      (CURLOPT_QUICK_EXIT, 1),
      (CURLOPT_FOLLOWLOCATION, 0),
      // One answer a connection: what was sent on it, and how far, is then beyond doubt.
      (CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1),
      (CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2),
      (CURLOPT_SSL_VERIFYPEER, 1),
      (CURLOPT_SSL_VERIFYHOST, 2),
      (CURLOPT_TCP_KEEPALIVE, 1),
      (CURLOPT_TCP_KEEPIDLE, 60),
      (CURLOPT_TCP_KEEPINTVL, 15),
      (CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
      (CURLOPT_CONNECTTIMEOUT_MS, max(1, settings.connectTimeout.milliseconds)),
    ]
    for (option, value) in numbers { require(ccurl_set_number(easy, option, value)) }
    require(ccurl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https"))
    require(ccurl_set_text(easy, CURLOPT_USERAGENT, settings.userAgent))
    // An empty one keeps libcurl from asking the environment.
    require(ccurl_set_text(easy, CURLOPT_PROXY, settings.proxy ?? ""))
    // In place of Debian's bundle file; Debian's folder of the same certificates stays in force.
    if let file = settings.extraCertificates { require(ccurl_set_text(easy, CURLOPT_CAINFO, file)) }

    let this = Unmanaged.passUnretained(self).toOpaque()
    require(ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, errorText))
    require(ccurl_set_pointer(easy, CURLOPT_HEADERDATA, this))
    require(ccurl_set_pointer(easy, CURLOPT_WRITEDATA, this))
    require(ccurl_set_pointer(easy, CURLOPT_PREREQDATA, this))
    require(
      ccurl_set_callback(easy, CURLOPT_HEADERFUNCTION) { bytes, _, count, this in
        Transfer.from(this).takeHeader(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
      })
    require(
      ccurl_set_callback(easy, CURLOPT_WRITEFUNCTION) { bytes, _, count, this in
        Transfer.from(this).takeBody(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
      })
    require(
      ccurl_set_before_request(easy) { this, _, _, _, _ in
        Transfer.from(this).beforeRequest() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
      })
  }

  /// Loads a call. After a throw, `reset` makes the handle ready again.
  func begin(_ call: Call, remaining: Duration) throws(HTTPFailure) {
    let request = call.request
    self.call = call
    errorText.pointee = 0
    try check(ccurl_set_text(easy, CURLOPT_URL, request.url))
    try check(ccurl_set_number(easy, CURLOPT_TIMEOUT_MS, max(1, remaining.milliseconds)))
    try check(ccurl_set_size(easy, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(request.answerLimitBytes)))

    let hasBody = !request.body.isEmpty || (request.method != .get && request.method != .delete)
    if hasBody {
      try check(ccurl_set_number(easy, CURLOPT_POST, 1))
      try check(ccurl_set_size(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.count)))
      // A null pointer would make libcurl read the body from standard input.
      let body = request.body.isEmpty ? [0] : request.body
      try check(body.withUnsafeBytes { ccurl_set_bytes(easy, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) })
    } else {
      try check(ccurl_set_number(easy, CURLOPT_HTTPGET, 1))
    }
    let isUsual = request.method == (hasBody ? .post : .get)
    try check(ccurl_set_text(easy, CURLOPT_CUSTOMREQUEST, isUsual ? nil : request.method.rawValue))

    for (name, value) in request.headers {
      guard !name.utf8.contains(where: breaksLine), !value.utf8.contains(where: breaksLine) else {
        throw HTTPFailure(.other, .nothingSent, "a request header has a line break")
      }
      try append(header: value.isEmpty ? "\(name);" : "\(name): \(value)")
    }
    if hasBody {
      // No wait for "100 Continue", no content type that the caller did not give.
      try append(header: "Expect:")
      let hasType = request.headers.contains { $0.name.lowercased() == "content-type" }
      if !hasType { try append(header: "Content-Type:") }
    }
    try check(ccurl_set_headers(easy, headerList))
  }

  /// Forgets the call and its answer.
  func reset() {
    ccurl_set_bytes(easy, CURLOPT_COPYPOSTFIELDS, nil)
    ccurl_set_headers(easy, nil)
    curl_slist_free_all(headerList)
    headerList = nil
    call = nil
    answerHeaders = []
    answerBody = []
    answerHeadSizeBytes = 0
    hasWholeHead = false
    isTooLarge = false
    sizeBeforeRequest = nil
    refusedToRepeat = false
  }

  // MARK: What libcurl asks and tells

  private static func from(_ pointer: UnsafeMutableRawPointer?) -> Transfer {
    Unmanaged<Transfer>.fromOpaque(pointer!).takeUnretainedValue()
  }

  /// The connection stands and the request is about to leave: for the second time when libcurl repeats it.
  private func beforeRequest() -> Bool {
    Failpoint.pass(.requestBegins)
    guard let sizeBeforeRequest else {
      self.sizeBeforeRequest = requestSizeBytes
      return true
    }
    refusedToRepeat = call?.request.method != .get && requestSizeBytes > sizeBeforeRequest
    return !refusedToRepeat
  }

  private func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    answerHeadSizeBytes += line.count
    guard answerHeadSizeBytes <= Self.headLimitBytes else {
      isTooLarge = true
      return false
    }
    // A status line: an interim answer's headers (1xx) are not the answer's.
    if line.starts(with: "HTTP/".utf8) {
      Failpoint.pass(.answerBegun)
      answerHeaders.removeAll(keepingCapacity: true)
      hasWholeHead = false
    } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
      answerHeaders.append((text(line[..<colon]), text(line[(colon + 1)...])))
    } else {
      hasWholeHead = hasWholeHead || line.first == 13 || line.first == 10
    }
    return true
  }

  private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let call, answerBody.count + bytes.count <= call.request.answerLimitBytes else {
      isTooLarge = true
      return false
    }
    answerBody.append(contentsOf: bytes)
    Failpoint.pass(.answerHalf)
    return true
  }

  /// Without the white space around it.
  private func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    let isSpace: (UInt8) -> Bool = { $0 == 32 || $0 == 9 || $0 == 13 || $0 == 10 }
    let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
    let end = bytes[start...].lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private func breaksLine(_ byte: UInt8) -> Bool { byte == 13 || byte == 10 || byte == 0 }

  // MARK: How it went

  func outcome(_ result: CURLcode) -> Call.Outcome {
    if result == CURLE_OK {
      // libcurl takes an answer without a length to end where the connection does, be it within its head.
      guard hasWholeHead else { return .failure(HTTPFailure(.reset, progress, "the answer's head was cut short")) }
      return .success(
        HTTPResponse(status: number(CURLINFO_RESPONSE_CODE), headers: answerHeaders, body: answerBody))
    }
    if isTooLarge || result == CURLE_FILESIZE_EXCEEDED {
      return .failure(HTTPFailure(.answerTooLarge, progress, "the answer is larger than its limit"))
    }
    if refusedToRepeat {
      return .failure(HTTPFailure(.reset, progress, "the connection was closed after the request was sent"))
    }
    let cause = HTTPFailure.Cause(result, hasConnection: sizeBeforeRequest != nil, isOverdue: isOverdue)
    return .failure(HTTPFailure(cause, progress, detail(result, cause)))
  }

  /// How far the call has got.
  var progress: HTTPFailure.Progress {
    if answerHeadSizeBytes > 0 { return .answerBegun }
    guard let sizeBeforeRequest, requestSizeBytes > sizeBeforeRequest else { return .nothingSent }
    return .sent
  }

  /// How many bytes were written to connections: head and the part of the body that left with it, all attempts together.
  private var requestSizeBytes: Int { number(CURLINFO_REQUEST_SIZE) }

  private var isOverdue: Bool {
    guard let call else { return true }
    return ContinuousClock.now >= call.end
  }

  /// libcurl's words. Those about a host may name the host; none holds a URL.
  private func detail(_ result: CURLcode, _ cause: HTTPFailure.Cause) -> String {
    let namesHostAtMost = cause == .nameLookup || cause == .connect || cause == .tls
    if namesHostAtMost && errorText.pointee != 0 { return String(cString: errorText) }
    return String(cString: curl_easy_strerror(result))
  }

  private func number(_ info: CURLINFO) -> Int {
    var value = 0
    ccurl_get_number(easy, info, &value)
    return value
  }

  private func append(header: String) throws(HTTPFailure) {
    guard let list = curl_slist_append(headerList, header) else { throw HTTPFailure(CURLE_OUT_OF_MEMORY) }
    headerList = list
  }

  private func check(_ result: CURLcode) throws(HTTPFailure) {
    if result != CURLE_OK { throw HTTPFailure(result) }
  }

  /// An option that this libcurl was not built with: `providers` in Package.swift names the one that has all.
  private func require(_ result: CURLcode) {
    precondition(result == CURLE_OK, "libcurl: \(String(cString: curl_easy_strerror(result)))")
  }
}

extension HTTPFailure {
  /// Before anything was sent.
  fileprivate init(_ result: CURLcode) {
    self.init(.other, .nothingSent, String(cString: curl_easy_strerror(result)))
  }
}

extension HTTPFailure.Cause {
  /// Error codes: curl.se/libcurl/c/libcurl-errors.html, read 2026-11-21.
  fileprivate init(_ result: CURLcode, hasConnection: Bool, isOverdue: Bool) {
    switch result {
    case CURLE_OPERATION_TIMEDOUT: self = hasConnection || isOverdue ? .deadline : .connect
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .nameLookup
    case CURLE_COULDNT_CONNECT, CURLE_PROXY: self = .connect
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
      CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
      self = .tls
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_SEND_FAIL_REWIND:
      self = hasConnection ? .reset : .connect
    default: self = .other
    }
  }
}
