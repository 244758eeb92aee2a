/// Looks at all that can be wrong with the bot, part by part.
public struct Checkup: Sendable {
    /// One part, such as `slack`, and what looks at it.
    public struct Part: Sendable {
        public var area: String
        public var look: @Sendable () async -> [Check]

        public init(_ area: String, _ look: @escaping @Sendable () async -> [Check]) {
            self.area = area
            self.look = look
        }
    }

    public var parts: [Part]

    public init(_ parts: [Part] = []) {
        self.parts = parts
    }

    public var areas: [String] { parts.map(\.area) }

    /// In the order of the parts, which are looked at side by side. No areas: all of them.
    public func run(_ areas: Set<String> = []) async -> [Check] {
        let chosen = parts.filter { areas.isEmpty || areas.contains($0.area) }
        return await withTaskGroup(of: (Int, [Check]).self) { group in
            for (index, part) in chosen.enumerated() { group.addTask { (index, await part.look()) } }
            var found: [Int: [Check]] = [:]
            for await (index, checks) in group { found[index] = checks }
            return chosen.indices.flatMap { found[$0] ?? [] }
        }
    }
}
