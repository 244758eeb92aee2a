import FoundationEssentials
import Networking
import Testing

@testable import AWS

@Suite("SigV4 signer")
struct SignerTests {
    private static let date = Date(timeIntervalSince1970: 1_440_938_160)  // 2015-08-30T12:36:00Z
    private static let scope = SigningScope(region: "us-east-1", service: "service")

    /// AWS's test suite (`aws-sig-v4-test-suite`): name, method, path and query, headers, body, signature.
    private static let suite: [(name: String, request: HTTPRequest, signature: String)] = [
        (
            "get-vanilla", HTTPRequest(url: "https://example.amazonaws.com/"),
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        ),
        (
            "get-vanilla-query-order-key-case",
            HTTPRequest(url: "https://example.amazonaws.com/?Param2=value2&Param1=value1"),
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
        ),
        (
            "post-vanilla", HTTPRequest(method: .post, url: "https://example.amazonaws.com/"),
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
        ),
        (
            "post-x-www-form-urlencoded",
            HTTPRequest(
                method: .post, url: "https://example.amazonaws.com/",
                headers: ["Content-Type": "application/x-www-form-urlencoded"], body: Data("Param1=value1".utf8)),
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"
        ),
    ]

    @Test("AWS's published requests get their published signatures", arguments: suite)
    func published(name: String, request: HTTPRequest, signature: String) {
        let signed = Signer(scope: Self.scope).sign(request, with: .example, at: Self.date)
        let names = request.headers["Content-Type"] == nil ? "host;x-amz-date" : "content-type;host;x-amz-date"
        #expect(
            signed.headers["Authorization"] == "AWS4-HMAC-SHA256 "
                + "Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=\(names), Signature=\(signature)", "\(name)")
        #expect(signed.headers["X-Amz-Date"] == "20150830T123600Z")
    }

    @Test("A session token is sent and signed")
    func sessionToken() {
        var credentials = Credentials.example
        credentials.sessionToken = Secret("session")
        let signed = Signer(scope: Self.scope).sign(
            HTTPRequest(url: "https://example.amazonaws.com/"), with: credentials, at: Self.date)
        #expect(signed.headers["X-Amz-Security-Token"] == "session")
        #expect(
            signed.headers["Authorization"]?.contains("SignedHeaders=host;x-amz-date;x-amz-security-token,") == true)
    }

    @Test("Signing again replaces the first signature")
    func twice() {
        let signer = Signer(scope: Self.scope)
        let request = HTTPRequest(url: "https://example.amazonaws.com/")
        let once = signer.sign(request, with: .example, at: Self.date)
        #expect(signer.sign(once, with: .example, at: Self.date) == once)
    }

    @Test("A kept key is used only for its own secret, day and scope")
    func keptKeys() {
        let keys = SigningKeys()
        let (one, other) = (Secret("one"), Secret("other"))
        for (secret, day, region) in [
            (one, "20150830", "a"), (one, "20150830", "a"), (one, "20150830", "b"), (other, "20150830", "a"),
            (other, "20150831", "a"), (one, "20150830", "a"),
        ] {
            let scope = SigningScope(region: region, service: "sts")
            #expect(
                keys.key(secret: secret, day: day, scope: scope)
                    == SigningKeys.derive(secret: secret, day: day, scope: scope))
        }
    }

    @Test("The time of a signature is in UTC with all its digits")
    func time() {
        #expect(SigningTime(Date(timeIntervalSince1970: 951_782_405.9)).stamp == "20000229T000005Z")
        #expect(SigningTime(Date(timeIntervalSince1970: -1)).stamp == "19691231T235959Z")
    }
}
