import ChatOps
import Networking

/// A description or a comment in the format of a deployment, no longer than JIRA takes.
struct JiraText: Sendable, Equatable {
    let value: JSONValue
    let isCut: Bool

    /// `ending` stays, however much of the rest is cut.
    init(_ blocks: [Message.Block], ending: [Message.Block] = [], for deployment: JiraDeployment, limit: Int) {
        func length(_ blocks: [Message.Block]) -> Int { Self.length(Self.render(blocks + ending, deployment)) }
        guard length(blocks) > limit else {
            self.init(value: Self.render(blocks + ending, deployment), isCut: false)
            return
        }
        let notice = Message.Block.note("The rest is cut: JIRA takes no more text.")
        var kept: [Message.Block] = []
        for block in blocks {
            if length(kept + [block, notice]) <= limit {
                kept.append(block)
                continue
            }
            let most = Self.greatest(upTo: block.size) { length(kept + [block.prefix($0), notice]) <= limit }
            if most > 0 { kept.append(block.prefix(most)) }
            break
        }
        self.init(value: Self.render(kept + [notice] + ending, deployment), isCut: true)
    }

    private init(value: JSONValue, isCut: Bool) {
        self.value = value
        self.isCut = isCut
    }

    private static func render(_ blocks: [Message.Block], _ deployment: JiraDeployment) -> JSONValue {
        switch deployment {
        case .cloud: AtlassianDocument.render(blocks)
        case .dataCenter: .string(WikiMarkup.render(blocks))
        }
    }

    /// A document is measured as its JSON: Atlassian does not say what of it counts, and this is the most that could.
    private static func length(_ rendered: JSONValue) -> Int {
        rendered.string.map(\.utf16.count) ?? rendered.encoded.count
    }

    /// The greatest number for which `fits` holds, which holds for all smaller ones; 0 is not asked.
    private static func greatest(upTo limit: Int, where fits: (Int) -> Bool) -> Int {
        var (low, high) = (0, limit)
        while low < high {
            let middle = (low + high + 1) / 2
            if fits(middle) { low = middle } else { high = middle - 1 }
        }
        return low
    }
}

extension Message.Block {
    /// Of how many parts (items or characters) a block can be a prefix.
    fileprivate var size: Int {
        switch self {
        case .list(let items): items.count
        case .facts(let facts): facts.count
        case .code(let text): text.count
        case .paragraph(let text), .note(let text): text.plain.count
        case .table(let table): table.rows.count
        case .heading, .buttons, .menus: 0
        }
    }

    fileprivate func prefix(_ count: Int) -> Message.Block {
        switch self {
        case .list(let items): .list(Array(items.prefix(count)))
        case .facts(let facts): .facts(Array(facts.prefix(count)))
        case .code(let text): .code(String(text.prefix(count)) + "…")
        case .paragraph(let text): .paragraph(RichText([.plain(String(text.plain.prefix(count)) + "…")]))
        case .note(let text): .note(RichText([.plain(String(text.plain.prefix(count)) + "…")]))
        case .table(let table): .table(Table(columns: table.columns, rows: Array(table.rows.prefix(count))))
        case .heading, .buttons, .menus: self
        }
    }
}
