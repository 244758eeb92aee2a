import ChatOps

/// A recipient as ticket_owners.json names it, told apart by its form.
enum Recipient: Equatable {
    /// `C…` or `G…`: a channel's id.
    case channel(String)
    /// `D…`: a direct conversation's id.
    case direct(String)
    /// `#name`
    case channelName(String)
    /// `U…` or `W…`
    case person(PersonID)
    case email(String)
    /// `name` or `@name`
    case name(String)

    init(_ text: String) {
        if text.hasPrefix("#") {
            let name = String(text.dropFirst())
            self = Self.isID(name, "CG") ? .channel(name) : .channelName(name)
        } else if Self.isID(text, "CG") {
            self = .channel(text)
        } else if Self.isID(text, "D") {
            self = .direct(text)
        } else if Self.isID(text, "UW") {
            self = .person(PersonID(rawValue: text))
        } else if text.dropFirst().contains("@") {
            self = .email(text)
        } else {
            self = .name(text.hasPrefix("@") ? String(text.dropFirst()) : text)
        }
    }

    /// Ids are capitals and digits. Slack's handles and channel names have no capitals.
    private static func isID(_ text: String, _ kinds: String) -> Bool {
        guard let first = text.first, kinds.contains(first) else { return false }
        let isCapital = text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) }
        return isCapital && text.utf8.contains { (0x30...0x39).contains($0) }
    }
}
