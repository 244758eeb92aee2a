/// Everything that is wrong with the configuration files, all of it at once.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// In the order of files, lines and columns. Never empty.
    public var problems: [Problem]

    public init(problems: [Problem]) {
        self.problems = problems
    }

    /// One problem a line.
    public var description: String { problems.map(\.description).joined(separator: "\n") }

    /// One mistake, where it is and what was expected instead.
    public struct Problem: Hashable, Sendable, CustomStringConvertible {
        /// The file's name; its path where the file could not be read at all.
        public var file: String
        /// nil where the problem is the file itself.
        public var position: FilePosition?
        public var message: String

        public init(file: String, position: FilePosition? = nil, message: String) {
            self.file = file
            self.position = position
            self.message = message
        }

        public var line: Int? { position?.line }
        public var column: Int? { position?.column }

        /// `config.json:3:16: expected true or false, found "maybe"`
        public var description: String {
            if let position { "\(file):\(position): \(message)" } else { "\(file): \(message)" }
        }
    }
}
