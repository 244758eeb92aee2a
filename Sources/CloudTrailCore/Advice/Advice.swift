/// What would mend a finding: commands of the AWS CLI, which the bot never runs itself.
public struct Advice: Hashable, Sendable {
    public var concern: Concern
    /// Lines to copy; those that begin with `#` explain the next ones.
    public var commands: [String]
    /// What whoever runs them must be allowed to do.
    public var permissions: [String]

    public init(concern: Concern, commands: [String], permissions: [String]? = nil) {
        self.concern = concern
        self.commands = commands
        self.permissions = permissions ?? concern.permissions
    }
}

extension Trouble {
    /// What would mend one of the findings.
    public func advice(for finding: Finding) -> [Advice] { Mending(place: place, trails: trails).advice(for: finding) }

    /// The advice for all findings, the worst first; commands that were given already are not repeated.
    public var advice: [Advice] {
        var given: Set<String> = []
        let all = findings.flatMap { advice(for: $0) }
        return all.enumerated().sorted { left, right in
            let severities = (left.element.concern.severity, right.element.concern.severity)
            return severities.0 != severities.1 ? severities.0 > severities.1 : left.offset < right.offset
        }.map { item in
            var advice = item.element
            let commands = advice.commands.filter { !$0.hasPrefix("#") }
            if given.isSuperset(of: commands) { advice.commands = [] }
            given.formUnion(commands)
            return advice
        }
    }
}

/// Writes the commands for one place.
struct Mending {
    let place: AccountRegion
    let trails: [TrailSnapshot]

    func advice(for finding: Finding) -> [Advice] {
        switch finding {
        case .disabled(let disabled): [Advice(concern: finding.concerns[0], commands: commands(for: disabled))]
        case .degraded:
            finding.concerns.map { concern in
                let permissions = trails.culprit?.trouble == .stopped ? Concern.stopped.permissions : nil
                return Advice(concern: concern, commands: recording, permissions: permissions)
            }
        case .deliveryErrors(let failing):
            failing.flatMap { trail in
                trail.errors.map { Advice(concern: $0.target.concern, commands: delivering($0, trail.trail)) }
            }
        case .changed(let changes): changes.map { Advice(concern: $0.what.concern, commands: undoing($0)) }
        }
    }

    private func commands(for disabled: Finding.Disabled) -> [String] {
        switch disabled {
        case .noTrails:
            [
                ShellCommand.cloudTrail(
                    "create-trail",
                    [
                        "--name", "management-events", "--s3-bucket-name", "<bucket>", "--is-multi-region-trail",
                        "--enable-log-file-validation",
                    ], region: place.region
                ).text,
                ShellCommand.cloudTrail("start-logging", ["--name", "management-events"], region: place.region).text,
            ]
        case .stopped, .noManagementEvents: recording
        }
    }

    /// Starting what is stopped, or having the trail to blame record all management events.
    private var recording: [String] {
        guard let culprit = trails.culprit else { return [] }
        switch culprit.trouble {
        case .stopped: return trails.stoppedRecorders.map(\.trail).flatMap(starting)
        default: return trails.filter { $0.trail.arn == culprit.trail.arn }.flatMap(widening)
        }
    }

    private func starting(_ trail: Trail) -> [String] {
        ownersNote(trail) + [
            ShellCommand.cloudTrail("start-logging", ["--name", trail.arn], region: home(trail)).text
        ]
    }

    /// What else the trail takes is kept.
    private func widening(_ snapshot: TrailSnapshot) -> [String] {
        let name = ["--trail-name", snapshot.trail.arn]
        guard let selection = snapshot.selection.value else {
            return ownersNote(snapshot.trail) + [
                ShellCommand.cloudTrail("get-event-selectors", name, region: home(snapshot.trail)).text,
                "# put-event-selectors replaces all of these: keep them, and have reads and writes of management events among them.",
            ]
        }
        return ownersNote(snapshot.trail) + [putSelectors(selection.takingAllManagementEvents, snapshot.trail)]
    }

    func putSelectors(_ selection: EventSelection, _ trail: Trail) -> String {
        ShellCommand.cloudTrail(
            "put-event-selectors", ["--trail-name", trail.arn] + selection.arguments, region: home(trail)
        ).text
    }

    /// Only the account that owns an organization trail may change it.
    func ownersNote(_ trail: Trail) -> [String] {
        guard let owner = trail.owner, owner != place.account else { return [] }
        return ["# in account \(owner), which owns the trail \(trail.name.onOneLine):"]
    }

    func home(_ trail: Trail) -> Region { trail.homeRegion ?? place.region }
}

extension String {
    /// Without what could hide the rest from the eye, or end a comment: line breaks and other controls.
    var onOneLine: String {
        split { character in
            character.isNewline
                || character.unicodeScalars.contains { [.control, .format].contains($0.properties.generalCategory) }
        }.joined(separator: " ")
    }
}
