import ChatOps
import FoundationEssentials
import Networking
import TestSupport
import Testing

@testable import Jira

@Suite("OAuth 1.0a against oauthlib")
struct OAuthOracleTests {
    private static let requests: [(method: HTTPMethod, url: String)] = [
        (.get, "https://jira.example.com/rest/api/2/serverInfo"),
        (.post, "https://jira.example.com:443/jira/rest/api/2/issue"),
        (.put, "http://JIRA.example.com:8080/rest/api/2/issue/SEC-1/assignee"),
        (.get, "http://jira.example.com:80/rest/api/2/search?jql=labels%20%3D%20%22a%2Bb%22&fields=labels&startAt=0"),
        (.get, "https://jira.example.com/rest/api/2/user/search?username=a%20b%26c&b=2&b=10&a&z="),
        (.get, "https://jira.example.com/rest/api/2/issue/S%C3%89C-1?fields=%E2%98%83"),
    ]

    @Test("Requests are signed as oauthlib signs them, and no secret is printed")
    func oracle() async throws {
        try await TemporaryDirectory.with { folder in
            let file = folder.file("key.pem")
            try await ChildProcess.output(of: ["openssl", "genrsa", "-out", file, "2048"])
            let pem = try await ChildProcess.output(of: ["cat", file]).joined(separator: "\n")
            let credentials = JiraCredentials.oauth(
                try OAuthCredentials(
                    consumerKey: "OauthKey & more", accessToken: Secret("tok/en"), privateKey: Secret(pem)))
            #expect(!"\(credentials)".contains("tok/en"))
            let stamp = OAuthStamp(timestamp: 1_795_555_555, nonce: "0123abc")
            for (method, url) in Self.requests {
                let request = HTTPRequest(method: method, url: url, body: Data("{}".utf8))
                let expected = try await ChildProcess.output(of: [
                    ProjectPython.path, "-c", Self.signer, file, method.rawValue, url,
                ])
                let header = try credentials.authorization(for: request, stamp).reveal()
                #expect(Self.parameters(header) == Self.parameters(expected[0]), "\(url)")
            }
        }
    }

    @Test("No two requests carry the same stamp")
    func stamps() {
        #expect(Set((0..<100).map { _ in OAuthStamp.now().nonce }).count == 100)
    }

    @Test("A key that cannot sign is refused at once")
    func badKey() {
        #expect(
            throws: TicketingError(
                .unauthorized, "JIRA_OAUTH_PRIVATE_KEY cannot be used: it is no private key in PEM form.")
        ) { try OAuthCredentials(consumerKey: "k", accessToken: Secret("t"), privateKey: Secret("x")) }
    }

    /// They may stand in any order.
    private static func parameters(_ header: String) -> Set<String> {
        Set(header.dropFirst("OAuth ".count).split(separator: ", ").map(String.init))
    }

    private static let signer = """
        import sys
        from oauthlib.oauth1 import Client
        file, method, url = sys.argv[1:]
        client = Client("OauthKey & more", resource_owner_key="tok/en", resource_owner_secret="unused",
                        rsa_key=open(file).read(), signature_method="RSA-SHA1",
                        nonce="0123abc", timestamp="1795555555")
        print(client.sign(url, http_method=method)[1]["Authorization"])
        """
}
