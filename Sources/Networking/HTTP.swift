import FoundationEssentials

/// A request method; only what Trailwatch sends.
public enum HTTPMethod: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
}

/// Header fields in their order, found by name without regard to case (RFC 9110, 5.1).
public struct HTTPHeaders: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// One field as sent or received.
    public struct Field: Sendable, Equatable {
        public var name: String
        public var value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public private(set) var fields: [Field] = []

    public init() {}

    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// The first value of a name; setting replaces all of them, nil removes them.
    public subscript(name: String) -> String? {
        get { fields.first { $0.name.equalsIgnoringCase(name) }?.value }
        set {
            fields.removeAll { $0.name.equalsIgnoringCase(name) }
            if let newValue { fields.append(Field(name: name, value: newValue)) }
        }
    }

    /// Adds a field without replacing one of the same name.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }
}

extension String {
    fileprivate func equalsIgnoringCase(_ other: String) -> Bool {
        utf8.count == other.utf8.count
            && zip(utf8, other.utf8).allSatisfy {
                $0 == $1 || ($0 | 0x20 == $1 | 0x20 && (0x61...0x7A).contains($0 | 0x20))
            }
    }
}

/// One HTTP request, as a value.
public struct HTTPRequest: Sendable, Equatable {
    public var method: HTTPMethod
    /// An absolute `http` or `https` URL, already percent-encoded.
    public var url: String
    public var headers: HTTPHeaders
    public var body: Data
    /// From start to the last byte of the answer.
    public var timeout: Duration
    /// An answer whose body is larger fails with `TransportError.Code.responseTooLarge`.
    public var maximumResponseBytes: Int

    public init(
        method: HTTPMethod = .get, url: String, headers: HTTPHeaders = [:], body: Data = Data(),
        timeout: Duration = .seconds(30), maximumResponseBytes: Int = 16 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.maximumResponseBytes = maximumResponseBytes
    }
}

/// A complete HTTP answer; redirects are answers like any other, never followed.
public struct HTTPResponse: Sendable, Equatable {
    public var status: Int
    public var headers: HTTPHeaders
    public var body: Data

    public init(status: Int, headers: HTTPHeaders = [:], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// `Retry-After` in its delta-seconds form (what Slack, JIRA and AWS send); nil when absent or in another form.
    public var retryAfter: Duration? {
        guard let value = headers["Retry-After"], let seconds = Double(value), seconds >= 0, seconds.isFinite else {
            return nil
        }
        return .seconds(seconds)
    }
}

/// Sends requests. Implementations are safe to call from any task; a cancelled task's request ends at once.
public protocol HTTPTransport: Sendable {
    /// Any complete answer is returned, whatever its status; throws where there was none.
    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse
}
