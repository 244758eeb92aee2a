/// A JSON object with its name: a section of a file, or a level within one. Comments are left out.
struct Section {
    /// As a note names it: `aws`, `account.123456789012`; empty for the file's root.
    let name: String
    let position: FilePosition
    let members: [Node.Member]

    init(name: String, position: FilePosition, members: [Node.Member]) {
        self.name = name
        self.position = position
        self.members = members.filter { $0.key != Node.commentKey }
    }

    subscript(key: String) -> Node? { members.first { $0.key == key }?.node }

    /// A name for what is inside.
    func path(to key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }
}
