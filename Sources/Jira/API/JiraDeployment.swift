import Networking

/// Which of the two JIRAs answers; they differ in their API's version, their text format and how they name people.
enum JiraDeployment: Sendable, Equatable {
    case cloud
    /// Data Center and Server.
    case dataCenter

    /// From the answer of `serverInfo`; old servers leave `deploymentType` out.
    init(serverInfo: JSONValue) {
        self = serverInfo["deploymentType"]?.string?.lowercased() == "cloud" ? .cloud : .dataCenter
    }

    var apiVersion: Int { self == .cloud ? 3 : 2 }

    /// How long a new ticket may be missing from the search. A Data Center's node indexes at once, the others soon after.
    var searchLag: Duration { self == .cloud ? .seconds(180) : .seconds(10) }

    /// The member of a user by which JIRA is told who is meant.
    var personKey: String { self == .cloud ? "accountId" : "name" }

    /// The parameter of user searches that holds the text to look for.
    var personQuery: String { self == .cloud ? "query" : "username" }
}
