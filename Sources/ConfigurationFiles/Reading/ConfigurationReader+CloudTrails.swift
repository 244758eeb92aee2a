import CloudTrailCore

extension ConfigurationReader {
    mutating func readCloudTrails(_ section: Section) -> CloudTrailSettings {
        values.noteUnread(
            in: section,
            known: [
                "enabled", "reporting", "accounts", "ignore_accounts", "ddb.table_name", "interval",
                // Belong to Hammer's lambdas and to its remediation, which CloudTrail has none of.
                "topic_name", "remediation", "remediation_accounts", "remediation_retention_period",
            ])
        let defaults = CloudTrailSettings()
        return CloudTrailSettings(
            isEnabled: values.flag(section["enabled"]) ?? defaults.isEnabled,
            isReporting: values.flag(section["reporting"]) ?? defaults.isReporting,
            accounts: readAccounts(section["accounts"]),
            ignoredAccounts: Set(values.accountIDs(section["ignore_accounts"]) ?? []),
            tableName: values.text(section["ddb.table_name"]) ?? defaults.tableName,
            interval: values.interval(section["interval"]))
    }

    /// Empty text is "not set" here: only a list replaces `aws.accounts`.
    private mutating func readAccounts(_ node: Node?) -> [AccountID]? {
        node?.isUnset == true ? nil : values.accountIDs(node)
    }
}
