import FoundationEssentials
import Networking
import TestSupport
import Testing

@testable import AWS

@Suite("SigV4 signer against botocore")
struct SignerOracleTests {
    private struct Case: Codable, Equatable {
        var method: String
        var url: String
        var headers: [String: String]
        var body: String
        var accessKey: String
        var secret: String
        var token: String?
        var service: String
        var region: String
        /// Seconds since 1970.
        var date: Int
    }

    @Test("Three hundred generated requests are signed as botocore signs them")
    func oracle() async throws {
        var generator = Generator(state: 20_261_123)
        let cases = (0..<300).map { _ in Self.makeCase(&generator) }
        let expected: [String] = try await TemporaryDirectory.with { directory in
            let json = String(decoding: try JSONEncoder().encode(cases), as: UTF8.self)
            let path = try directory.write(json, to: "cases.json")
            return try await ChildProcess.output(of: [ProjectPython.path, "-c", Self.script, path])
        }
        try #require(expected.count == cases.count)
        for (item, authorization) in zip(cases, expected) {
            #expect(Self.authorization(item) == authorization, "\(item)")
        }
    }

    private static func authorization(_ item: Case) -> String? {
        var request = HTTPRequest(
            method: HTTPMethod(rawValue: item.method)!, url: item.url, body: Data(item.body.utf8))
        for (name, value) in item.headers { request.headers[name] = value }
        let credentials = Credentials(
            accessKeyID: item.accessKey, secretAccessKey: Secret(item.secret),
            sessionToken: item.token.map { Secret($0) })
        let signer = Signer(scope: SigningScope(region: item.region, service: item.service))
        return signer.sign(request, with: credentials, at: Date(timeIntervalSince1970: Double(item.date)))
            .headers["Authorization"]
    }

    private static func makeCase(_ generator: inout Generator) -> Case {
        let paths = ["", "/", "/a/b", "/a//b/", "/a/../b/./c", "/%E2%98%83/x%20y", "/tilde~/un_der-score.dot", "/a+b/"]
        let queries = ["", "?b=2&a=1", "?a=2&a=1", "?flag", "?x=%20y&z=%2F", "?k=v=w&A=1", "?empty=&a"]
        let hosts = ["https://sts.eu-west-1.amazonaws.com", "http://127.0.0.1:5000", "https://localhost:443"]
        let bodies = ["", "{}", "Action=GetCallerIdentity&Version=2011-06-15", #"{"Name":"ärn:☃"}"#]
        var headers: [String: String] = [:]
        if Bool.random(using: &generator) { headers["Content-Type"] = "application/x-amz-json-1.1" }
        if Bool.random(using: &generator) { headers["X-Amz-Target"] = "Service.Operation" }
        if Bool.random(using: &generator) { headers["X-Spaces"] = "  a   b \t c  " }
        if Bool.random(using: &generator) { headers["User-Agent"] = "not signed" }
        return Case(
            method: ["GET", "POST", "PUT", "DELETE"].randomElement(using: &generator)!,
            url: hosts.randomElement(using: &generator)! + paths.randomElement(using: &generator)!
                + queries.randomElement(using: &generator)!,
            headers: headers, body: bodies.randomElement(using: &generator)!,
            accessKey: "AKIA\(Int.random(in: 0...999, using: &generator))",
            secret: "s/\(Int.random(in: 0...9, using: &generator))+",
            token: Bool.random(using: &generator) ? "tok/en==" : nil,
            service: ["sts", "cloudtrail", "ec2", "dynamodb"].randomElement(using: &generator)!,
            region: ["us-east-1", "eusc-de-east-1", "cn-north-1"].randomElement(using: &generator)!,
            date: Int.random(in: 0...4_000_000_000, using: &generator))
    }

    private static let script = """
        import datetime, json, sys
        import botocore.auth as auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials

        moment = None
        if hasattr(auth, "get_current_datetime"):
            auth.get_current_datetime = lambda remove_tzinfo=True: moment.replace(tzinfo=None)
        else:
            class Clock(datetime.datetime):
                @classmethod
                def utcnow(cls):
                    return moment.replace(tzinfo=None)
            auth.datetime = type("module", (), {"datetime": Clock})

        for case in json.load(open(sys.argv[1])):
            moment = datetime.datetime.fromtimestamp(case["date"], datetime.timezone.utc)
            request = AWSRequest(case["method"], case["url"], headers=case["headers"], data=case["body"].encode())
            credentials = Credentials(case["accessKey"], case["secret"], case.get("token"))
            auth.SigV4Auth(credentials, case["service"], case["region"]).add_auth(request)
            print(request.headers["Authorization"])
        """
}

/// A small repeatable generator (SplitMix64), so that a failing case comes again.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
