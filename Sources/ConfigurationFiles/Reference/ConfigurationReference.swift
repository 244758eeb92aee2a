/// The reference of all keys, as a page.
public enum ConfigurationReference {
    public static let markdown: String = {
        let head = """
            # Configuration

            <!-- Written from the code by `make reference`; a test notices when it is stale. -->

            Three files in one directory, in the form of Dow Jones Hammer's. `"__comment__"` may stand anywhere, commas may trail, and flags \
            may be text. Keys marked *Hammer* are Hammer's own; the others are Trailwatch's. `*` stands for names of your choice. \
            `trailwatch doctor files` checks them; the running bot takes up what changes, and keeps what it has where that cannot be used. \
            Secrets never stand here: they come from the environment (README, *Set it up*).

            """
        return head + ConfigurationKey.files.map(section).joined()
    }()

    private static func section(_ file: ConfigurationKey.File) -> String {
        let rows = file.keys.map { key in
            "| `\(key.path)` | \(key.kind.cell) | \(key.fallback.cell) | \(key.meaning.cell) | \(key.origin.rawValue) |\n"
        }
        return
            "\n## \(file.name)\n\n\(file.about)\n\n| key | value | default | meaning | whose |\n|---|---|---|---|---|\n"
            + rows.joined()
    }
}

extension String {
    fileprivate var cell: String { replacing("|", with: "\\|").replacing("*", with: "\\*") }
}
