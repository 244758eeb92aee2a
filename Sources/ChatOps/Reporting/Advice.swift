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
        let region = issue.place.region
        switch finding {
        case .disabled(.noTrails):
            return [
                "aws cloudtrail create-trail --name management-events --s3-bucket-name <bucket> --is-multi-region-trail --enable-log-file-validation --region \(region)",
                "aws cloudtrail start-logging --name management-events --region \(region)",
            ]
        case .disabled(.stopped):
            return issue.trails.map {
                "aws cloudtrail start-logging --name \($0.trail.arn) --region \(home($0.trail, region))"
            }
        case .disabled(.noManagementEvents), .degraded:
            return issue.trails.filter { $0.status.value?.isLogging ?? false }.prefix(1).map {
                "aws cloudtrail put-event-selectors --trail-name \($0.trail.arn) --region \(home($0.trail, region)) --event-selectors '[{\"ReadWriteType\":\"All\",\"IncludeManagementEvents\":true}]'"
            }
        case .deliveryErrors(let trails):
            return trails.flatMap { commands(for: $0, in: region) }
        }
    }

    private static func commands(for trail: TrailDeliveryErrors, in region: Region) -> [String] {
        trail.errors.map { error in
            switch error.target {
            case .s3, .digest: "aws s3api get-bucket-policy --bucket \(trail.trail.bucket ?? "<bucket>")"
            case .cloudWatchLogs, .sns:
                "aws cloudtrail describe-trails --trail-name-list \(trail.trail.arn) --region \(home(trail.trail, region))"
            }
        }
    }

    private static func home(_ trail: Trail, _ region: Region) -> Region { trail.homeRegion ?? region }
}
