import Networking

/// What Slack refuses in blocks: https://docs.slack.dev/reference/block-kit
struct BlockRules {
    enum Surface {
        case message
        case view

        var maximum: Int { self == .message ? 50 : 100 }
    }

    private(set) var problems: [String] = []
    private var blockIDs: Set<String> = []
    private var tables = 0

    /// Slack's measure of a message, as far as it is known: what people read of its blocks, up to about 13,000 characters.
    static let longestMessage = 13_200

    /// How many characters people read in blocks.
    static func length(of value: JSONValue) -> Int {
        switch value {
        case .array(let items): items.reduce(0) { $0 + length(of: $1) }
        case .object(let members):
            members.reduce(0) { sum, member in
                if member.key == "text", let text = member.value.string { return sum + text.unicodeScalars.count }
                return sum + length(of: member.value)
            }
        default: 0
        }
    }

    /// Slack's own sentences with a JSON pointer each; empty where everything is right.
    static func problems(in blocks: [JSONValue], on surface: Surface) -> [String] {
        var rules = BlockRules()
        if blocks.count > surface.maximum {
            rules.refuse("no more than \(surface.maximum) items allowed", "/blocks")
        }
        for (index, block) in blocks.enumerated() { rules.check(block, "/blocks/\(index)") }
        return rules.problems
    }

    private mutating func check(_ block: JSONValue, _ at: String) {
        if let id = block["block_id"] {
            length(id, 1...255, at + "/block_id")
            if let id = id.string, !blockIDs.insert(id).inserted { refuse("block_id must be unique", at) }
        }
        switch block["type"]?.string {
        case "header": text(block["text"], 1...150, at + "/text", plain: true)
        case "section": section(block, at)
        case "context": context(block, at)
        case "actions": actions(block, at)
        case "divider": break
        case "rich_text": richText(block, at)
        case "image": image(block, at)
        case "input": input(block, at)
        case "table": table(block, at)
        case "markdown": length(block["text"], 1...12_000, at + "/text")
        case let type?: refuse("unsupported type: \(type)", at + "/type")
        case nil: refuse("missing required field: type", at)
        }
    }

    private mutating func section(_ block: JSONValue, _ at: String) {
        if block["text"] == nil && block["fields"] == nil { refuse("missing required field: text", at) }
        if let value = block["text"] { text(value, 1...3000, at + "/text") }
        if let fields = block["fields"] {
            let items = items(fields, 1...10, at + "/fields")
            for (index, field) in items.enumerated() { text(field, 1...2000, "\(at)/fields/\(index)") }
        }
        if let accessory = block["accessory"] { element(accessory, at + "/accessory") }
    }

    private mutating func context(_ block: JSONValue, _ at: String) {
        for (index, item) in items(block["elements"], 1...10, at + "/elements").enumerated() {
            let place = "\(at)/elements/\(index)"
            if item["type"]?.string == "image" { image(item, place) } else { text(item, 1...3000, place) }
        }
    }

    private mutating func actions(_ block: JSONValue, _ at: String) {
        var ids: Set<String> = []
        for (index, item) in items(block["elements"], 1...25, at + "/elements").enumerated() {
            let place = "\(at)/elements/\(index)"
            element(item, place)
            if let id = item["action_id"]?.string, !ids.insert(id).inserted {
                refuse("action_id must be unique within the block", place)
            }
        }
    }

    private mutating func input(_ block: JSONValue, _ at: String) {
        text(block["label"], 1...2000, at + "/label", plain: true)
        if let hint = block["hint"] { text(hint, 1...2000, at + "/hint", plain: true) }
        if let value = block["element"] { element(value, at + "/element") } else { refuse("missing element", at) }
    }

    private mutating func image(_ block: JSONValue, _ at: String) {
        length(block["alt_text"], 1...2000, at + "/alt_text")
        if block["slack_file"] == nil { length(block["image_url"], 1...3000, at + "/image_url") }
    }

    private mutating func table(_ block: JSONValue, _ at: String) {
        tables += 1
        if tables > 1 { refuse("only one table block is allowed", at) }
        let texts = (block["rows"]?.array ?? []).flatMap { $0.array ?? [] }.compactMap { $0["text"]?.string }
        if texts.reduce(0, { $0 + $1.unicodeScalars.count }) > 10_000 {
            refuse("must be less than 10001 characters in all cells", at + "/rows")
        }
        for (row, cells) in items(block["rows"], 1...100, at + "/rows").enumerated() {
            for (column, cell) in items(cells, 1...20, "\(at)/rows/\(row)").enumerated() {
                let place = "\(at)/rows/\(row)/\(column)"
                switch cell["type"]?.string {
                case "raw_text": length(cell["text"], 1...10_000, place + "/text")
                case "rich_text": richText(cell, place)
                default: refuse("unsupported type: \(cell["type"]?.string ?? "none")", place + "/type")
                }
            }
        }
    }

    mutating func refuse(_ reason: String, _ at: String) {
        problems.append("\(reason) [json-pointer:\(at)]")
    }

    /// The items of an array that must be there and have so many.
    mutating func items(_ value: JSONValue?, _ allowed: ClosedRange<Int>, _ at: String) -> [JSONValue] {
        guard let items = value?.array else {
            refuse("missing required field: \(at.split(separator: "/").last ?? "")", at)
            return []
        }
        if items.count > allowed.upperBound { refuse("no more than \(allowed.upperBound) items allowed", at) }
        if items.count < allowed.lowerBound { refuse("no fewer than \(allowed.lowerBound) items allowed", at) }
        return items
    }

    mutating func length(_ value: JSONValue?, _ allowed: ClosedRange<Int>, _ at: String) {
        guard let text = value?.string else {
            return refuse("missing required field: \(at.split(separator: "/").last ?? "")", at)
        }
        let count = text.unicodeScalars.count
        if count > allowed.upperBound { refuse("must be less than \(allowed.upperBound + 1) characters", at) }
        if count < allowed.lowerBound { refuse("must be more than \(allowed.lowerBound - 1) characters", at) }
    }

    mutating func text(_ value: JSONValue?, _ allowed: ClosedRange<Int>, _ at: String, plain: Bool = false) {
        switch value?["type"]?.string {
        case "plain_text": break
        case "mrkdwn" where !plain: break
        case nil: return refuse("missing required field: \(at.split(separator: "/").last ?? "")", at)
        case let type?: return refuse("must be plain_text\(plain ? "" : " or mrkdwn"), not \(type)", at + "/type")
        }
        length(value?["text"], allowed, at + "/text")
    }
}
