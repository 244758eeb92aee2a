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

    @Test("Five thousand generated requests are signed as botocore signs them")
    func oracle() async throws {
        var generator = SplitMix(seed: 20_261_123)
        let cases = (0..<5000).map { _ in Self.makeCase(&generator) }
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

    private static func makeCase(_ generator: inout SplitMix) -> Case {
        let hosts = [
            "https://sts.eu-west-1.amazonaws.com", "http://127.0.0.1:5000", "https://localhost:443",
            "http://localhost:80",
            "http://localhost:443", "https://[fd00:ec2::23]:8443",
        ]
        var headers: [String: String] = [:]
        if Bool.random(using: &generator) { headers["Content-Type"] = "application/x-amz-json-1.1" }
        if Bool.random(using: &generator) { headers["X-Amz-Target"] = "Service." + text(&generator) }
        if Bool.random(using: &generator) { headers["X-Spaces"] = "  a   b \t c  " }
        if Bool.random(using: &generator) { headers["User-Agent"] = "not signed" }
        if generator.once(in: 4) { headers["x-amz-sso_bearer_token"] = text(&generator) }
        if generator.once(in: 4) { headers["X-AMZ-" + generator.pick(["Z", "a", "M"])] = text(&generator) }
        return Case(
            method: generator.pick(["GET", "POST", "PUT", "DELETE"]),
            url: generator.pick(hosts) + path(&generator) + query(&generator), headers: headers,
            body: (0..<Int.random(in: 0...4, using: &generator)).map { _ in text(&generator) + "&ä☃=\"" }.joined(),
            accessKey: "AKIA\(Int.random(in: 0...999, using: &generator))", secret: "s/" + text(&generator) + "+",
            token: Bool.random(using: &generator) ? "tok/en==" + text(&generator) : nil,
            service: generator.pick(["sts", "cloudtrail", "ec2", "organizations", "dynamodb"]),
            region: generator.pick(["us-east-1", "eusc-de-east-1", "cn-north-1", "us-gov-west-1"]),
            date: Int.random(in: 0...4_000_000_000, using: &generator))
    }

    private static func text(_ generator: inout SplitMix) -> String {
        String((0..<Int.random(in: 1...12, using: &generator)).map { _ in generator.pick(Array("abXY09-_.~")) })
    }

    private static func path(_ generator: inout SplitMix) -> String {
        let pieces = [
            "a", "b", "/", "/", "/", ".", "..", "%E2%98%83", "%20", "%2F", "~", "_", "+", "=", ":", "@", "*", ";",
        ]
        let path = (0..<Int.random(in: 0...9, using: &generator)).map { _ in generator.pick(pieces) }
        return path.isEmpty ? "" : "/" + path.joined()
    }

    private static func query(_ generator: inout SplitMix) -> String {
        let names = ["a", "A", "b", "a-b", "a.b", "%20", "a%2F", "~", "_"]
        let values = ["", "=", "=1", "=2", "=%20y", "=%2F", "=v=w", "=~", "=%E2%98%83", "=+"]
        let items = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            generator.pick(names) + generator.pick(values)
        }
        return items.isEmpty ? "" : "?" + items.joined(separator: "&")
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
