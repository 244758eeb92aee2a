import CloudTrailCore
import FoundationEssentials

/// A button under a message.
public struct Button: Hashable, Sendable {
    public enum Style: Hashable, Sendable {
        case normal
        case primary
        case danger
    }

    public var label: String
    public var action: ButtonAction
    public var style: Style
    /// Asked before the press counts.
    public var confirmation: Confirmation?

    public init(_ label: String, _ action: ButtonAction, style: Style = .normal, confirmation: Confirmation? = nil) {
        self.label = label
        self.action = action
        self.style = style
        self.confirmation = confirmation
    }

    /// "Are you sure?", with what will happen.
    public struct Confirmation: Hashable, Sendable {
        public var title: String
        public var text: String
        public var confirm: String

        public init(title: String, text: String, confirm: String) {
            self.title = title
            self.text = text
            self.confirm = confirm
        }
    }
}

/// What a button does. Travels through the chat as JSON, so old messages keep working: never rename a case.
public enum ButtonAction: Hashable, Sendable, Codable {
    case scan(AccountRegion)
    /// Opens the form that asks why.
    case whitelist(AccountRegion)
    case ticket(AccountRegion)
    case alert(AlertSubject, AlertAct)
    /// What people did before an entry.
    case audit(AccountID?, before: AuditEntry.ID)
    /// Opens a form.
    case ask(FormKind)
    /// Shows a page of the list of issues, in the place of the one whose button it is.
    case issues(IssueQuery)
    /// Shows one issue.
    case issue(AccountRegion)
    /// Acts on one issue.
    case place(AccountRegion, AlertAct)
    /// The same as typing it.
    case command(String)
    /// The same as typing it after being asked whether it is meant.
    case confirmed(String)
    /// Accepts the risk of an alert, as far as it was shown.
    case acceptAlert(AlertAcceptance)
    /// For so long, as people write it; nil asks until when.
    case snooze(AlertSubject, for: String?)
    /// Asks until when.
    case snoozeIssue(AccountRegion)
    /// To whom, as they are told.
    case assign(AlertSubject, to: String)

    /// A short stable name, for the chat's own action ids and for logs.
    public var name: String {
        switch self {
        case .scan: "scan"
        case .whitelist: "whitelist"
        case .ticket: "ticket"
        case .audit: "audit"
        case .ask(let kind): "ask_\(kind.rawValue)"
        case .issues: "issues"
        case .issue: "issue"
        case .place(_, let act): act.rawValue
        case .command: "command"
        case .confirmed: "confirmed"
        case .acceptAlert: "accept"
        case .snooze, .snoozeIssue: "snooze"
        case .assign: "assign"
        case .alert(_, let act): act.rawValue
        }
    }

    /// What menus of a message with this button are of: the same for all buttons of which any can stand for it.
    public var menuBase: ButtonAction {
        switch self {
        case .issues(let query): .issues(query.at(page: 0))
        case .alert(let subject, _): .alert(subject, .snooze)
        case .place(let place, _): .place(place, .snooze)
        default: self
        }
    }

    /// A short name of `menuBase`, the same in every run of the program.
    public var menuKey: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = (try? encoder.encode(menuBase)).map { String(decoding: $0, as: UTF8.self) }
        return String((text ?? name).fingerprint, radix: 16)
    }

    /// The same with what was chosen from a menu of its message; nil where that is no menu of it.
    public func choosing(_ value: String, for field: String) -> ButtonAction? {
        switch (self, field) {
        case (.issues(let query), _): query.choosing(value, for: field).map(ButtonAction.issues)
        case (.alert(let subject, _), AlertMenu.snooze): .snooze(subject, for: value == AlertMenu.until ? nil : value)
        case (.alert(let subject, _), AlertMenu.assign): .assign(subject, to: value)
        case (.place(let place, _), AlertMenu.snooze) where value == AlertMenu.until: .snoozeIssue(place)
        case (.place(let place, _), AlertMenu.snooze):
            .command("snooze \(place.account) \(place.region) for \(value)")
        case (.place(let place, _), AlertMenu.assign):
            .command("assign \(place.account) \(place.region) to \(value)")
        default: nil
        }
    }
}

/// What can be done from an alert, to all that it is about.
public enum AlertAct: String, Hashable, Sendable, Codable, CaseIterable {
    case scan
    case acknowledge
    /// For a day.
    case snooze
    /// Takes an acknowledgement or a snooze back.
    case release
    /// Opens the form that asks why.
    case whitelist
    case ticket
    /// What it means.
    case explain
}

/// The menus under an alert.
enum AlertMenu {
    static let snooze = "snooze"
    static let assign = "assign"
    /// Asks for a day.
    static let until = "until"
}
