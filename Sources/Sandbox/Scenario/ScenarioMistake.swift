/// Why a scenario cannot be played.
public struct ScenarioMistake: Error, Sendable, Equatable, CustomStringConvertible {
    public var description: String

    init(_ description: String) { self.description = description }
}
