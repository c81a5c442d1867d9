import Crypto
import Testing

@Suite("Digests")
struct DigestTests {
  @Test(
    "SHA-256 gives the digests of FIPS 180-4",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
  func sha(_ message: String, _ digest: String) {
    #expect(hex(sha256(Array(message.utf8))) == digest)
  }

  @Test(
    "HMAC-SHA-256 gives the codes of RFC 4231",
    arguments: [
      (
        [UInt8](repeating: 0x0b, count: 20), Array("Hi There".utf8),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
      ),
      (
        Array(1...25), [UInt8](repeating: 0xcd, count: 50),
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
      ),
      (
        [UInt8](repeating: 0xaa, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
      // Nothing at all: `openssl dgst -sha256 -hmac ''`.
      ([], [], "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
    ] as [([UInt8], [UInt8], String)])
  func hmac(_ key: [UInt8], _ message: [UInt8], _ code: String) {
    #expect(hex(hmacSHA256(key: key, message: message)) == code)
  }

  @Test("many threads may compute at once")
  func concurrent() async {
    let expected = hmacSHA256(key: [1], message: [2])
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask { (0..<200).allSatisfy { _ in hmacSHA256(key: [1], message: [2]) == expected } }
      }
      for await same in group { #expect(same) }
    }
  }

  @Test("only equal bytes are equal")
  func comparison() {
    #expect(constantTimeEquals([], []))
    #expect(constantTimeEquals([1, 2, 3], [1, 2, 3]))
    #expect(!constantTimeEquals([1, 2, 3], [1, 2, 4]))
    #expect(!constantTimeEquals([0, 2, 3], [1, 2, 3]))
    #expect(!constantTimeEquals([1, 2], [1, 2, 3]))
  }

  @Test("random bytes come from the generator alone")
  func random() {
    struct Counter: RandomNumberGenerator {
      var state: UInt64 = 0
      mutating func next() -> UInt64 {
        state &+= 0x0101_0101_0101_0101
        return state
      }
    }
    var one = Counter()
    var other = Counter()
    let bytes = randomBytes(16, using: &one)
    #expect(bytes.count == 16)
    #expect(bytes == randomBytes(16, using: &other))
    #expect(bytes != randomBytes(16, using: &other))
  }
}

@Suite("Encodings")
struct EncodingTests {
  @Test("hexadecimal is lower case and keeps zeros")
  func hexadecimal() {
    #expect(hex([0, 0x0f, 0xa0, 0xff]) == "000fa0ff")
    #expect(hex([]) == "")
  }

  @Test(
    "Base64 is that of RFC 4648, with - and _ and without padding",
    arguments: [
      ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
      ("foobar", "Zm9vYmFy"),
    ])
  func base64(_ plain: String, _ encoded: String) {
    #expect(Base64URL.encode(Array(plain.utf8)) == encoded)
    #expect(Base64URL.decode(encoded) == Array(plain.utf8))
  }

  @Test("every byte comes back, from every place in a group of three")
  func roundTrip() {
    for byte in UInt8.min ... .max {
      for bytes in [[byte], [7, byte], [7, 7, byte], [byte, byte, byte, byte]] {
        #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
      }
    }
    #expect(Base64URL.encode([0xfb, 0xff, 0xbf]) == "-_-_")
  }

  @Test(
    "a text that no bytes give is refused",
    arguments: ["Z", "Zg==", "Zh", "Zm9", "Zm9vY", "Zm+v", "Zm/v", "Zm 9v", "ж", "Zg\n"])
  func refusals(_ text: String) {
    #expect(Base64URL.decode(text) == nil)
  }
}
