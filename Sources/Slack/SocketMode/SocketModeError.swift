/// Why the Socket Mode connection was given up for good.
public struct SocketModeError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A sentence for the operator that says what to mend.
    public var message: String

    public init(_ message: String) {
        self.message = message
    }

    public var description: String { message }
}
