import CloudTrailCore
import Networking

/// `jira` of config.json.
public struct JiraSettings: Hashable, Sendable {
    /// How a ticket hangs on its parent.
    public enum Parent: String, Hashable, Sendable, CaseIterable {
        case relates
        case subtask
        case epic
    }

    /// When tickets are opened.
    public enum Opening: String, Hashable, Sendable, CaseIterable {
        /// By themselves, where `cloudtrails.reporting` is on.
        case automatic
        case onRequest = "on_request"
    }

    public var isEnabled: Bool
    /// The root URL without a slash at its end. Set whenever JIRA is enabled.
    public var server: String?
    public var issueType: String
    /// nil for the server's own limit.
    public var textFieldCharacterLimit: Int?

    // Our own keys.
    public var opening = Opening.automatic
    public var parent = Parent.relates
    public var components: [String] = []
    /// By the kind of finding.
    public var priorities: [Finding.Kind: String] = [:]
    /// As JIRA's API takes them, by field.
    public var customFields: [String: JSONValue] = [:]
    public var watchers: [String] = []
    public var closingTransition: String?
    public var reopeningTransition: String?
    public var resolution: String?
    /// Resolutions that mean "it stays as it is"; nil for JIRA's usual ones.
    public var declinedResolutions: [String]?

    public init(
        isEnabled: Bool = false, server: String? = nil, issueType: String = "Task", textFieldCharacterLimit: Int? = nil
    ) {
        self.isEnabled = isEnabled
        self.server = server
        self.issueType = issueType
        self.textFieldCharacterLimit = textFieldCharacterLimit
    }
}
