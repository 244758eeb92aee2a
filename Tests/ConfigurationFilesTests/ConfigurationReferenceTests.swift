import ConfigurationFiles
import Testing

@Suite("The reference of the configuration")
struct ConfigurationReferenceTests {
    /// The last part of a path, or what precedes a name of the user's choice.
    private var documented: Set<String> {
        Set(
            ConfigurationKey.files.flatMap(\.keys).flatMap { key in
                key.path.split(separator: ".").map(String.init) + [
                    key.path.split(separator: ".", maxSplits: 1).last.map(String.init) ?? ""
                ]
            })
    }

    @Test("It has every key that the readers ask for")
    func complete() throws {
        var asked: Set<String> = []
        for name in Project.files(in: "Sources/ConfigurationFiles/Reading", suffix: ".swift") {
            let source = try Project.text("Sources/ConfigurationFiles/Reading/\(name)")
            asked.formUnion(source.matches(of: /\["([a-z_.]+)"\]/).map { String($0.1) })
        }
        #expect(asked.count > 60)
        #expect(asked.subtracting(documented).sorted() == [])
    }

    @Test("Every key it has is read: none is noted as unknown")
    func known() throws {
        let unread = ConfigurationKey.files[0].keys.filter { key in
            let text = Self.document(key.path)
            let (notes, problems) = Self.read(text)
            return (notes + problems).contains { $0.contains("there is no such key") }
        }
        #expect(unread.map(\.path) == [])
    }

    /// A config.json with nothing but this key, set to null; its sections are objects.
    private static func document(_ path: String) -> String {
        var parts =
            path.hasSuffix("ddb.table_name")
            ? [String(path.prefix { $0 != "." }), "ddb.table_name"] : path.split(separator: ".").map(String.init)
        if path.hasPrefix("reminders") { parts[1] = "high" }
        return parts.reversed().reduce("null") { inner, key in "{\"\(key)\": \(inner)}" }
    }

    private static func read(_ text: String) -> (notes: [String], problems: [String]) {
        do throws(ConfigurationError) {
            return (try ConfigurationFiles.parse(config: text).notes, [])
        } catch {
            return ([], error.problems.map(\.description))
        }
    }

    @Test("config/README.md is what `trailwatch config reference` prints")
    func committed() throws {
        #expect(
            try Project.text("config/README.md") == ConfigurationReference.markdown, "make reference writes it anew")
    }
}
