import CloudTrailCore

extension ConfigurationReader {
    mutating func readAWS(_ section: Section) -> AWSSettings {
        values.noteUnread(
            in: section,
            known: [
                "main_account_id", "region", "role_name_identification", "role_name_reporting", "external_id",
                "accounts",
                "organization", "regions",
            ],
            unused: [
                "ddb_backup": "the backups of Hammer's tables are Hammer's own",
                "s3_backup_bucket": "the backups of Hammer's tables are Hammer's own",
            ])
        let isDiscovered = section["accounts"]?.value == .string(Self.organization)
        return AWSSettings(
            mainAccountID: values.accountID(section["main_account_id"]),
            region: values.region(section["region"]),
            identificationRole: values.value(
                section["role_name_identification"], expected: "the name of a role, not its ARN", Self.roleName),
            externalID: values.value(
                section["external_id"], expected: "an external id of 2 to 1224 letters, digits and _+=,.@:/-",
                Self.externalID),
            accounts: isDiscovered ? [] : readAccounts(values.section(section["accounts"], named: "aws.accounts")),
            organization: readOrganization(section, isDiscovered: isDiscovered),
            regions: readRegions(section["regions"]))
    }

    /// `aws.accounts` instead of a list.
    private static let organization = "organization"

    private mutating func readOrganization(_ section: Section, isDiscovered: Bool) -> OrganizationSettings? {
        let node = section["organization"]
        guard isDiscovered else {
            if let node, !node.isUnset {
                values.note("`aws.organization` is ignored: `aws.accounts` is not \"organization\"", at: node.position)
            }
            return nil
        }
        guard let filter = values.section(node, named: "aws.organization") else { return OrganizationSettings() }
        values.noteUnread(in: filter, known: ["units", "tags", "interval"])
        let tags = values.section(filter["tags"], named: "aws.organization.tags")?.members.map { member in
            (member.key, Set(values.list(member.node, of: "values", each: "a tag's value in quotes") ?? []))
        }
        return OrganizationSettings(
            units: values.list(
                filter["units"], of: "organizational units", each: "an id such as \"ou-ab12-cdefgh34\" or \"r-ab12\"",
                Self.unit) ?? [],
            tags: Dictionary(tags ?? []) { $1 },
            interval: values.interval(filter["interval"]) ?? OrganizationSettings().interval)
    }

    /// https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html
    private static func unit(_ text: String) -> String? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isValid = parts.dropFirst().allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
        }
        return isValid && (parts[0] == "ou" && parts.count == 3 || parts[0] == "r" && parts.count == 2) ? text : nil
    }

    /// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    private static func externalID(_ text: String) -> String? {
        let isValid = text.utf8.allSatisfy { byte in
            Unicode.Scalar(byte).properties.isAlphabetic && byte < 0x80 || "0123456789_+=,.@:/-".utf8.contains(byte)
        }
        return isValid && (2...1224).contains(text.utf8.count) ? text : nil
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
