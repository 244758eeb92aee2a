import ChatOps
import FoundationEssentials

/// The id of a block of menus: the action that they are of, or where that is too long for an id the key of it, by which a button of
/// the same message is found that carries it.
enum MenuBlock {
    private static let prefix = "menus."

    /// nil where nothing in the message could say what the menus are of.
    static func id(of action: ButtonAction, beside buttons: [ButtonAction]) -> String? {
        guard let json = try? JSONEncoder.slack.encode(action) else { return nil }
        if json.count <= Limits.identifier { return String(decoding: json, as: UTF8.self) }
        let key = action.menuKey
        return buttons.contains { $0.menuKey == key } ? prefix + key : nil
    }

    /// nil for a block that is none of this program, or whose button is gone.
    static func action(_ id: String, beside buttons: [ButtonAction]) -> ButtonAction? {
        guard id.hasPrefix(prefix) else { return ButtonAction(json: id) }
        return buttons.first { $0.menuKey == id.dropFirst(prefix.count) }?.menuBase
    }
}

extension ButtonAction {
    init?(json: String) {
        guard let action = try? JSONDecoder().decode(ButtonAction.self, from: Data(json.utf8)) else { return nil }
        self = action
    }
}
