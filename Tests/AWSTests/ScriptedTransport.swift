import FoundationEssentials
import Networking
import Synchronization

@testable import AWS

/// A transport that answers by a closure and remembers what it was asked.
final class ScriptedTransport: HTTPTransport {
    typealias Script = @Sendable (_ request: HTTPRequest, _ number: Int) throws(TransportError) -> HTTPResponse

    private let script: Script
    private let log = Mutex<[HTTPRequest]>([])

    init(_ script: @escaping Script) {
        self.script = script
    }

    /// Answers in turn; the last answer again and again.
    convenience init(_ answers: [Result<HTTPResponse, TransportError>]) {
        self.init { _, number throws(TransportError) in try answers[min(number, answers.count - 1)].get() }
    }

    var requests: [HTTPRequest] { log.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let number = log.withLock { log in
            log.append(request)
            return log.count - 1
        }
        return try script(request, number)
    }
}

extension HTTPRequest {
    /// `GetTrailStatus`, of either protocol.
    var operation: String {
        if let target = headers["X-Amz-Target"] { return String(target.split(separator: ".").last ?? "") }
        return form["Action"] ?? "\(method.rawValue) \(URLParts(url).path)"
    }

    /// The members of a Query call's body.
    var form: [String: String] {
        let items = String(decoding: body, as: UTF8.self).split(separator: "&").map { $0.split(separator: "=") }
        return Dictionary(items.map { (String($0[0]), $0.count > 1 ? String($0[1]) : "") }) { $1 }
    }

    var scope: [String] {
        let credential = headers["Authorization"]?.split(separator: ",").first?.split(separator: "=").last
        return credential?.split(separator: "/").map(String.init) ?? []
    }

    var text: String { String(decoding: body, as: UTF8.self) }
}

extension HTTPResponse {
    static func text(_ text: String, status: Int = 200, headers: HTTPHeaders = [:]) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers, body: Data(text.utf8))
    }

    /// An error as CloudTrail writes it.
    static func refusal(_ code: String, _ message: String = "No.", status: Int = 400) -> HTTPResponse {
        text(#"{"__type":"\#(code)","message":"\#(message)"}"#, status: status, headers: ["x-amzn-RequestId": "r-1"])
    }

    /// An error as STS writes it.
    static func queryRefusal(_ code: String, _ message: String = "No.", status: Int = 403) -> HTTPResponse {
        text(
            """
            <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>\
            <Code>\(code)</Code><Message>\(message)</Message></Error><RequestId>r-2</RequestId></ErrorResponse>
            """, status: status)
    }
}

extension Surroundings {
    /// A fixed time, no waiting, and chance that always says `random`. Sleeps are told to `slept`.
    static func still(
        at date: Date = Date(timeIntervalSince1970: 1_440_938_160), random: Double = 0.5,
        slept: @escaping @Sendable (Duration) -> Void = { _ in }
    ) -> Surroundings {
        let start = ContinuousClock.now
        return Surroundings(
            now: { date }, instant: { start }, sleep: { duration throws(CancellationError) in slept(duration) },
            random: { random })
    }
}

extension Credentials {
    /// The keys of AWS's own signing examples.
    static let example = Credentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"))
}

extension AWSSettings {
    /// Settings of an environment and of files by path.
    static func of(_ environment: [String: String] = [:], files: [String: String] = [:]) throws(AWSError) -> AWSSettings
    {
        try of(environment, files: MemoryFiles(files))
    }

    static func of(_ environment: [String: String] = [:], files: MemoryFiles) throws(AWSError) -> AWSSettings {
        try AWSSettings(
            environment: environment.merging(["HOME": "/home/bot"]) { given, _ in given }, readFile: files.read,
            writeFile: files.write)
    }
}

/// Files by path, in memory.
final class MemoryFiles: Sendable {
    private let contents: Mutex<[String: String]>
    private let isReadOnly: Bool

    init(_ contents: [String: String], isReadOnly: Bool = false) {
        self.contents = Mutex(contents)
        self.isReadOnly = isReadOnly
    }

    subscript(path: String) -> String? { contents.withLock { $0[path] } }

    @Sendable func read(_ path: String) -> Data? { self[path].map { Data($0.utf8) } }

    @Sendable func write(_ path: String, _ content: Data) -> Bool {
        if !isReadOnly { contents.withLock { $0[path] = String(decoding: content, as: UTF8.self) } }
        return !isReadOnly
    }
}
