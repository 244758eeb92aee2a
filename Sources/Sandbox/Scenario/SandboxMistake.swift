/// Why a sandbox cannot be had.
public struct SandboxMistake: Error, Sendable, Equatable, CustomStringConvertible {
    public var description: String

    init(_ description: String) { self.description = description }
}
