import CloudTrailCore

/// `cloudwatch_logs` of config.json, our own section: the groups and streams that Hammer's playbook names, and who writes there.
public struct LogSettings: Hashable, Sendable {
    /// What is written apart, by the name it has in the file.
    public enum Journal: String, Hashable, Sendable, CaseIterable {
        /// Which accounts and regions are scanned, and what the scan came to.
        case initiation
        /// Each account's verdicts.
        case identification
        /// Who was told of what, and tickets.
        case reporting
        /// What became of issues.
        case remediation
        /// What people did through the bot, and were refused.
        case audit
        /// Everything else that the program logs.
        case program
    }

    public var isEnabled: Bool
    /// Where the groups are; the program's region when nil.
    public var region: Region?
    public var groups: [Journal: String]
    public var streams: [Journal: String]

    public init(
        isEnabled: Bool = false, region: Region? = nil, groups: [Journal: String] = [:],
        streams: [Journal: String] = [:]
    ) {
        self.isEnabled = isEnabled
        self.region = region
        self.groups = groups
        self.streams = streams
    }

    public func group(of journal: Journal) -> String {
        if let named = groups[journal] { return named }
        return switch journal {
        case .initiation: "/aws/lambda/hammer-initiate-cloudtrails"
        case .identification: "/aws/lambda/hammer-describe-cloudtrails"
        case .reporting, .remediation, .audit, .program: "/aws/ec2/hammer-reporting-remediation"
        }
    }

    public func stream(of journal: Journal) -> String {
        if let named = streams[journal] { return named }
        return switch journal {
        case .initiation, .identification, .program: "trailwatch"
        case .reporting: "reporting.create_cloudtrails_tickets"
        case .remediation: "remediation.clean_cloudtrails"
        case .audit: "trailwatch.audit"
        }
    }
}
