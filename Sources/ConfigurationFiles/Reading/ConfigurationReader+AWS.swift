import CloudTrailCore

extension ConfigurationReader {
    mutating func readAWS(_ section: Section) -> AWSSettings {
        values.noteUnread(
            in: section,
            known: [
                "main_account_id", "region", "role_name_identification", "role_name_reporting", "accounts", "regions",
            ],
            unused: [
                "ddb_backup": "the backups of Hammer's tables are Hammer's own",
                "s3_backup_bucket": "the backups of Hammer's tables are Hammer's own",
            ])
        return AWSSettings(
            mainAccountID: values.accountID(section["main_account_id"]),
            region: values.region(section["region"]),
            identificationRole: values.value(
                section["role_name_identification"], expected: "the name of a role, not its ARN", Self.roleName),
            accounts: readAccounts(values.section(section["accounts"], named: "aws.accounts")),
            regions: readRegions(section["regions"]))
    }

    private mutating func readAccounts(_ section: Section?) -> [Account] {
        (section?.members ?? []).compactMap { member in
            let name = values.text(member.node, expected: "the account's name in quotes")
            return values.accountID(keyOf: member).map { Account(id: $0, name: name) }
        }
    }

    private mutating func readRegions(_ node: Node?) -> [Region]? {
        let problemsBefore = values.problems.count
        guard let node, let regions = values.regions(node) else { return nil }
        if regions.isEmpty, values.problems.count == problemsBefore {
            values.note("`aws.regions` is empty: nothing will be scanned", at: node.position)
        }
        return regions
    }

    /// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: a name, after a path if it has one.
    private static func roleName(_ text: String) -> String? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let isValid = parts.allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { byte in
                    Unicode.Scalar(byte).properties.isAlphabetic && byte < 0x80
                        || "0123456789_+=,.@-".utf8.contains(byte)
                }
        }
        return isValid && parts.last!.utf8.count <= 64 ? text : nil
    }
}
