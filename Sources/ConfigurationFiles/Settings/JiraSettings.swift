/// `jira` of config.json.
public struct JiraSettings: Hashable, Sendable {
    public var isEnabled: Bool
    /// The root URL without a slash at its end. Set whenever JIRA is enabled.
    public var server: String?
    public var issueType: String
    /// nil for the server's own limit.
    public var textFieldCharacterLimit: Int?

    public init(
        isEnabled: Bool = false, server: String? = nil, issueType: String = "Task", textFieldCharacterLimit: Int? = nil
    ) {
        self.isEnabled = isEnabled
        self.server = server
        self.issueType = issueType
        self.textFieldCharacterLimit = textFieldCharacterLimit
    }
}
