/// Why a connection, a request or a frame did not come through.
public struct TransportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Stable codes, for decisions and logs.
    public enum Code: String, Sendable {
        case invalidURL
        case nameNotResolved
        case connectionFailed
        case connectionLost
        case tlsFailed
        case timedOut
        case responseTooLarge
        case malformedResponse
        /// The WebSocket upgrade was answered by a plain HTTP status, in `status`.
        case upgradeRefused
        case cancelled
        case closed
    }

    public var code: Code
    /// One sentence for a person, without secrets.
    public var message: String
    /// The HTTP status of a refused upgrade.
    public var status: Int?

    public init(_ code: Code, _ message: String, status: Int? = nil) {
        self.code = code
        self.message = message
        self.status = status
    }

    public var description: String { "\(code.rawValue): \(message)" }

    /// Whether the same request may work a moment later.
    public var isTransient: Bool {
        switch code {
        case .nameNotResolved, .connectionFailed, .connectionLost, .timedOut, .malformedResponse, .upgradeRefused: true
        case .invalidURL, .tlsFailed, .responseTooLarge, .cancelled, .closed: false
        }
    }
}
