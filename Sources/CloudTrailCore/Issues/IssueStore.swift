/// Which issues to list; nil and empty mean "any".
public struct IssueFilter: Hashable, Sendable {
    public var accounts: Set<AccountID>
    public var statuses: Set<Issue.Status>
    public var causes: Set<RootCause>
    public var tickets: Tickets

    public enum Tickets: Hashable, Sendable {
        case any
        /// Only those that have a ticket, or for which one was asked.
        case asked
    }

    public init(
        accounts: Set<AccountID> = [], statuses: Set<Issue.Status> = [], causes: Set<RootCause> = [],
        tickets: Tickets = .any
    ) {
        self.accounts = accounts
        self.statuses = statuses
        self.causes = causes
        self.tickets = tickets
    }

    public func matches(_ issue: Issue) -> Bool {
        (accounts.isEmpty || accounts.contains(issue.place.account))
            && (statuses.isEmpty || statuses.contains(issue.status))
            && (causes.isEmpty || !causes.isDisjoint(with: issue.causes))
            && (tickets == .any || issue.ticket != .none)
    }
}

/// Reads stored issues.
public protocol IssueStore: Sendable {
    /// nil when there never was one.
    func issue(at place: AccountRegion) async throws(StoreError) -> Issue?
    /// In the order of account and region.
    func issues(matching filter: IssueFilter) async throws(StoreError) -> [Issue]
}

/// Why the store did not do what it was asked.
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Code: String, Sendable {
        /// Somebody wrote a newer version; read again and decide again.
        case stale
        case unavailable
        case corrupt
    }

    public var code: Code
    public var message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "\(code.rawValue): \(message)" }
}
