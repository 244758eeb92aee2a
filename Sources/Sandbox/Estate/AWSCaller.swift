import FoundationEssentials
import Networking

/// Who calls, where and which service, from the Authorization header. Signatures are not computed, only their form is
/// checked.
struct AWSCaller: Sendable, Equatable {
    var account: String
    var region: String
    var service: String

    /// The key of the bot's own credentials.
    static let mainKey = "AKIASANDBOX000000000"
    static let mainSecret = "sandbox-secret-not-a-real-key"

    static func sessionKey(_ account: String) -> String { "ASIASBOX\(account)" }
    static func sessionToken(_ account: String) -> String { "sandbox-session-token-of-\(account)" }

    /// Reads `AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, SignedHeaders=…, Signature=…`.
    init(_ request: ServedRequest, mainAccount: String, at now: Double) throws(AWSFailure) {
        guard let header = request.headers["Authorization"], header.hasPrefix("AWS4-HMAC-SHA256 ") else {
            throw AWSFailure("MissingAuthenticationToken", "Request is missing Authentication Token", status: 403)
        }
        let parts = Self.parts(of: header.dropFirst("AWS4-HMAC-SHA256 ".count))
        let scope = (parts["Credential"] ?? "").split(separator: "/").map(String.init)
        let signature = parts["Signature"] ?? ""
        guard scope.count == 5, scope[4] == "aws4_request", signature.count == 64, signature.allSatisfy(\.isHexDigit),
            (parts["SignedHeaders"] ?? "").split(separator: ";").contains("host"),
            let date = request.headers["X-Amz-Date"], date.hasPrefix(scope[1])
        else {
            throw AWSFailure(
                "IncompleteSignature", "The request signature does not conform to AWS standards.", status: 400)
        }
        guard let time = Self.seconds(date), abs(time - now) < 300 else {
            throw AWSFailure(
                "SignatureDoesNotMatch", "Signature expired: \(date) is now off by more than 5 min.", status: 403)
        }
        (region, service) = (scope[2], scope[3])
        if scope[0] == Self.mainKey {
            account = mainAccount
            return
        }
        account = String(scope[0].dropFirst("ASIASBOX".count))
        guard scope[0] == Self.sessionKey(account),
            request.headers["X-Amz-Security-Token"] == Self.sessionToken(account)
        else {
            throw AWSFailure(
                service == "sts" || service == "ec2" ? "InvalidClientTokenId" : "UnrecognizedClientException",
                "The security token included in the request is invalid.", status: 403)
        }
    }

    private static func parts(of text: some StringProtocol) -> [String: String] {
        var parts: [String: String] = [:]
        for part in text.split(separator: ",") {
            let halves = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            if halves.count == 2 { parts[String(halves[0])] = String(halves[1]) }
        }
        return parts
    }

    /// Seconds since 1970 of `20260102T030405Z`.
    private static func seconds(_ date: String) -> Double? {
        let digits = date.filter(\.isNumber)
        guard date.count == 16, digits.count == 14 else { return nil }
        func number(_ from: Int, _ count: Int) -> Int { Int(digits.dropFirst(from).prefix(count)) ?? 0 }
        var components = DateComponents()
        (components.year, components.month, components.day) = (number(0, 4), number(4, 2), number(6, 2))
        (components.hour, components.minute, components.second) = (number(8, 2), number(10, 2), number(12, 2))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(from: components)?.timeIntervalSince1970
    }
}
