/// A JIRA as a scenario file describes it.
struct JiraScenario: Sendable, Codable {
    enum Flavour: String, Sendable, Codable {
        /// REST v3, e-mail and API token.
        case cloud
        /// REST v2, personal access token.
        case datacenter
    }

    struct Project: Sendable, Codable {
        var key: String
        var name: String
        /// Default: Task, Bug.
        var issueTypes: [String]?
        /// Optional fields on the create screen besides the usual ones (`priority`, `duedate` …).
        var fields: [String]?

        enum CodingKeys: String, CodingKey {
            case key, name
            case issueTypes = "issue_types"
            case fields
        }
    }

    /// An issue that is there from the start.
    struct Seed: Sendable, Codable {
        var key: String
        var summary: String
    }

    var flavour: Flavour
    var projects: [Project]
    var issues: [Seed]?
}
