import CCrypto

/// The length of a SHA-256 digest and of an HMAC made with it.
package let digestSizeBytes = 32

/// SHA-256 of `message` (FIPS 180-4): 32 bytes.
package func sha256(_ message: [UInt8]) -> [UInt8] {
  output { digest in
    message.withUnsafeBytes { EVP_Digest($0.baseAddress, $0.count, digest, nil, sha256Method, nil) }
  }
}

/// HMAC-SHA-256 of `message` (RFC 2104): 32 bytes. `key` may have any length, also none.
package func hmacSHA256(key: [UInt8], message: [UInt8]) -> [UInt8] {
  // An empty array may have no address, and libcrypto takes "no address" for "the key of the last call".
  let length = Int32(key.count)
  let key = key.isEmpty ? [0] : key
  return output { HMAC(sha256Method, key, length, message, message.count, $0, nil) == nil ? 0 : 1 }
}

/// Whether `a` and `b` are the same bytes, in a time that tells nothing about where they differ (only whether their
/// lengths do).
package func constantTimeEquals(_ a: [UInt8], _ b: [UInt8]) -> Bool {
  a.count == b.count && CRYPTO_memcmp(a, b, a.count) == 0
}

/// `count` bytes from `generator`; with `SystemRandomNumberGenerator` they are fit for codes and keys.
package func randomBytes(_ count: Int, using generator: inout some RandomNumberGenerator) -> [UInt8] {
  (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
}

/// Lets `fill` write one digest. libcrypto's digests of bytes in memory fail only when memory has run out.
private func output(_ fill: (UnsafeMutablePointer<UInt8>?) -> Int32) -> [UInt8] {
  [UInt8](unsafeUninitializedCapacity: digestSizeBytes) { buffer, count in
    precondition(fill(buffer.baseAddress) == 1, "libcrypto could not compute SHA-256")
    count = digestSizeBytes
  }
}

// Looked up once: a look-up costs more than the digest of a short message. libcrypto never changes a method once it is
// fetched and lets all threads share it.
nonisolated(unsafe) private let sha256Method = EVP_MD_fetch(nil, "SHA256", nil)
