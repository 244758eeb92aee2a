import CloudTrailCore

/// The commands that would mend a finding; the bot never runs them.
enum Advice {
    static func commands(for issue: Issue) -> [String] {
        var commands: [String] = []
        for finding in issue.findings {
            for command in self.commands(for: finding, of: issue) where !commands.contains(command) {
                commands.append(command)
            }
        }
        return commands
    }

    private static func commands(for finding: Finding, of issue: Issue) -> [String] {
        let place = issue.place
        switch finding {
        case .disabled(.noTrails):
            return [
                "aws cloudtrail create-trail --name management-events --s3-bucket-name <bucket> --is-multi-region-trail --enable-log-file-validation --region \(place.region)",
                "aws cloudtrail start-logging --name management-events --region \(place.region)",
            ]
        case .disabled(.stopped):
            return starting(issue.trails, place)
        case .disabled(.noManagementEvents), .degraded:
            let logging = issue.trails.filter { $0.status.value?.isLogging ?? false }
            return starting(issue.trails, place) + logging.prefix(1).flatMap { widening($0.trail, place) }
        case .deliveryErrors(let trails):
            return trails.flatMap { commands(for: $0, place) }
        }
    }

    private static func starting(_ trails: [TrailSnapshot], _ place: AccountRegion) -> [String] {
        trails.filter { $0.status.value?.isLogging == false }.flatMap { stopped in
            note(stopped.trail, place) + [
                "aws cloudtrail start-logging --name \(stopped.trail.arn) --region \(home(stopped.trail, place))"
            ]
        }
    }

    /// put-event-selectors replaces ALL selectors, so what is there must be read and kept.
    private static func widening(_ trail: Trail, _ place: AccountRegion) -> [String] {
        note(trail, place) + [
            "aws cloudtrail get-event-selectors --trail-name \(trail.arn) --region \(home(trail, place))",
            "# put-event-selectors replaces all of these: keep them, and have reads and writes of management events among them.",
        ]
    }

    private static func commands(for trail: TrailDeliveryErrors, _ place: AccountRegion) -> [String] {
        note(trail.trail, place)
            + trail.errors.map { error in
                switch error.target {
                case .s3, .digest: "aws s3api get-bucket-policy --bucket \(trail.trail.bucket ?? "<bucket>")"
                case .cloudWatchLogs, .sns:
                    "aws cloudtrail describe-trails --trail-name-list \(trail.trail.arn) --region \(home(trail.trail, place))"
                }
            }
    }

    /// Only the account that owns an organization trail may change it.
    private static func note(_ trail: Trail, _ place: AccountRegion) -> [String] {
        guard let owner = trail.owner, owner != place.account else { return [] }
        return ["# in account \(owner), which owns the trail \(trail.name):"]
    }

    private static func home(_ trail: Trail, _ place: AccountRegion) -> Region { trail.homeRegion ?? place.region }
}
