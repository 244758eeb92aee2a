extension Mending {
    /// Making the trail what it was.
    func undoing(_ change: TrailChange) -> [String] {
        let trail = change.trail
        return ownersNote(trail) + commands(undoing: change.what, of: trail)
    }

    private func commands(undoing what: TrailChange.What, of trail: Trail) -> [String] {
        switch what {
        case .gone: creating(trail)
        case .multiRegionLost: [updating(trail, ["--is-multi-region-trail"])]
        case .bucket(let before, _): [updating(trail, ["--s3-bucket-name", before ?? "<bucket>"])]
        case .key(let before, _): [updating(trail, ["--kms-key-id", before ?? ""])]
        case .logGroup(let before, _):
            [
                updating(
                    trail,
                    [
                        "--cloud-watch-logs-log-group-arn", before ?? "", "--cloud-watch-logs-role-arn",
                        before == nil ? "" : trail.logRoleARN ?? "<role>",
                    ])
            ]
        case .logFileValidationLost: [updating(trail, ["--enable-log-file-validation"])]
        case .selectors(let before, _): [putSelectors(before, trail)]
        }
    }

    private func updating(_ trail: Trail, _ arguments: [String]) -> String {
        ShellCommand.cloudTrail("update-trail", ["--name", trail.arn] + arguments, region: home(trail)).text
    }

    /// Where the trail still exists, and is only no longer multi-region, `update-trail --is-multi-region-trail` in its home
    /// region is what brings it back.
    private func creating(_ trail: Trail) -> [String] {
        var arguments = ["--name", trail.name, "--s3-bucket-name", trail.bucket ?? "<bucket>"]
        if let prefix = trail.bucketPrefix { arguments += ["--s3-key-prefix", prefix] }
        if let key = trail.kmsKeyID { arguments += ["--kms-key-id", key] }
        if let group = trail.logGroupARN {
            arguments += [
                "--cloud-watch-logs-log-group-arn", group, "--cloud-watch-logs-role-arn", trail.logRoleARN ?? "<role>",
            ]
        }
        // Only the topic's name is taken: arn:PARTITION:sns:REGION:ACCOUNT:NAME
        if let topic = trail.topicARN?.split(separator: ":").last { arguments += ["--sns-topic-name", String(topic)] }
        if trail.isMultiRegion { arguments.append("--is-multi-region-trail") }
        if trail.isOrganization { arguments.append("--is-organization-trail") }
        if trail.validatesLogFiles { arguments.append("--enable-log-file-validation") }
        let stillThere =
            trail.isMultiRegion && home(trail) != place.region
            ? [
                "# if it is still there in \(home(trail)), it is only no longer multi-region:",
                updating(trail, ["--is-multi-region-trail"]), "# else:",
            ] : []
        return stillThere + [
            ShellCommand.cloudTrail("create-trail", arguments, region: home(trail)).text,
            ShellCommand.cloudTrail("start-logging", ["--name", trail.name], region: home(trail)).text,
        ]
    }
}
