import AWS
import ChatOps
import CloudTrailCore
import ConfigurationFiles

/// Looks at the way to AWS, and into each account by every call that a scan makes.
struct AWSCheckup: Sendable {
    private let configuration: Configuration
    private let access: AWSAccess
    private let source: any TrailSource
    private let identity: @Sendable () async throws(AWSError) -> CallerIdentity
    private let playbook: Playbook

    init(_ estate: Estate, _ configuration: Configuration) {
        self.configuration = configuration
        access = estate.access
        source = estate.source
        playbook = estate.playbook
        identity = { [source = estate.source] () async throws(AWSError) in try await source.callerIdentity() }
    }

    func checks() async -> [Check] {
        let credentials = Check("aws", "credentials", .good, "from \(access.credentialSource)")
        let clock = await checkClock()
        let caller: CallerIdentity
        do throws(AWSError) {
            caller = try await identity()
        } catch {
            let skipped = Check("aws", "accounts", .skipped, "without credentials that work none can be entered")
            return [credentials, clock, refused(error), skipped]
        }
        let organization = await checkOrganization()
        return [credentials, clock, check(caller)] + organization + (await checkAccounts(caller))
    }

    private func refused(_ error: AWSError) -> Check {
        let remedy =
            switch error.kind {
            case .noCredentials, .unsupportedCredentials, .configuration:
                "Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run where a role is attached (README, Set it up)."
            case .refused:
                "Renew the credentials; a signature that is refused also comes from a wrong secret key or clock."
            case .transport, .malformedAnswer:
                "Check the way to AWS: names, HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE, AWS_ENDPOINT_URL…"
            }
        return Check("aws", "identity", .bad, error.description, remedy: remedy)
    }

    private func check(_ caller: CallerIdentity) -> Check {
        guard let main = configuration.aws.mainAccountID, main != caller.account else {
            return Check("aws", "identity", .good, caller.arn)
        }
        return Check(
            "aws", "identity", .doubtful, "\(caller.arn) is not of the account \(main)",
            remedy: "Set aws.main_account_id of config.json to \(caller.account), or use other credentials.")
    }

    /// AWS refuses what is signed five minutes off; the bot then goes by AWS's clock.
    private func checkClock() async -> Check {
        guard let ahead = await access.clockAhead() else {
            return Check("aws", "clock", .skipped, "no server told its time")
        }
        if abs(ahead) < 30 { return Check("aws", "clock", .good, "within seconds of AWS's") }
        let words = "\(Int(abs(ahead))) s \(ahead > 0 ? "ahead of" : "behind") AWS's"
        return Check(
            "aws", "clock", abs(ahead) > 240 ? .bad : .doubtful, words,
            remedy: "Have the clock set by NTP: timedatectl set-ntp true.")
    }

    private func checkOrganization() async -> [Check] {
        guard playbook.watched.isDiscovered else { return [] }
        guard let doubt = await playbook.watched.refresh() else {
            return [Check("aws", "organization", .good, "\(playbook.accounts.count) accounts")]
        }
        return [
            Check(
                "aws", "organization", .bad, doubt,
                remedy:
                    "Deploy manifests/aws/bot-policy.yaml with ListOrganization in an account that may list accounts.")
        ]
    }
}

extension AWSCheckup {
    /// So many at once.
    private static let width = 8
    /// So many troubles are told account by account.
    private static let most = 50

    private func checkAccounts(_ caller: CallerIdentity) async -> [Check] {
        let accounts = playbook.accounts
        let troubles = await withTaskGroup(of: (Int, Check?).self) { group in
            var (next, found) = (0, [Int: Check]())
            while next < min(Self.width, accounts.count) {
                group.addTask { [next] in (next, await look(at: accounts[next], caller)) }
                next += 1
            }
            for await (index, check) in group {
                found[index] = check
                if next < accounts.count {
                    group.addTask { [next] in (next, await look(at: accounts[next], caller)) }
                    next += 1
                }
            }
            return found.sorted { $0.key < $1.key }.map(\.value)
        }
        let fine = accounts.count - troubles.count
        let summary = Check(
            "aws", "accounts", accounts.isEmpty ? .doubtful : troubles.isEmpty ? .good : .bad,
            "\(fine) of \(accounts.count) can be entered and looked at",
            remedy: accounts.isEmpty
                ? "Name accounts in aws.accounts." : troubles.isEmpty ? nil : "See the accounts below.")
        return [summary] + troubles.prefix(Self.most)
    }

    /// nil when every call was answered.
    private func look(at account: Account, _ caller: CallerIdentity) async -> Check? {
        do throws(UnknownReason) {
            let session = try await source.account(account.id)
            let enabled = try await session.regions()
            guard let region = region(among: enabled) else {
                return trouble(
                    account, "none of its regions is one of aws.regions", "Correct aws.regions of config.json.")
            }
            guard let reason = await session.snapshot(of: region).unknowns.first else { return nil }
            return trouble(account, "\(region): \(reason)", remedy(reason, account, caller))
        } catch {
            return trouble(account, "\(error)", remedy(error, account, caller))
        }
    }

    private func trouble(_ account: Account, _ found: String, _ remedy: String) -> Check {
        Check("aws", account.title, .bad, found, remedy: remedy)
    }

    /// The bot's own region, where it is one of those that are looked at.
    private func region(among enabled: [Region]) -> Region? {
        let wanted = enabled.filter { region in configuration.aws.regions?.contains(region) ?? true }
        return wanted.first { $0 == configuration.aws.region } ?? wanted.first
    }

    private func remedy(_ reason: UnknownReason, _ account: Account, _ caller: CallerIdentity) -> String {
        let actions = AWSCall(rawValue: reason.call)?.actions.sorted().joined(separator: ", ") ?? reason.call
        switch reason.code {
        case .roleNotAssumable:
            return
                "Deploy manifests/aws/identification-role.yaml to \(account.id) so that it trusts \(caller.arn)"
                + (configuration.aws.externalID == nil ? "" : " with aws.external_id")
                + ", and allow the bot sts:AssumeRole."
        case .accessDenied:
            return "Allow \(actions) to \(reason.role ?? caller.arn): manifests/aws/identification-role.yaml has it."
        case .deniedByPolicy:
            return
                "Have the organization's administrator except \(reason.role ?? caller.arn) from the policy that denies \(actions)."
        case .regionDisabled, .regionBeingEnabled:
            return "Wait until the region is enabled, or leave it out of aws.regions."
        case .throttled, .unreachable, .malformedAnswer: return "Look again later; check the way to AWS if it lasts."
        case .notVisible, .refused: return "See AWS's words."
        }
    }
}

extension RegionSnapshot {
    /// Except what AWS shows to nobody but the trail's owner.
    fileprivate var unknowns: [UnknownReason] {
        guard let trails = trails.value else { return [trails.unknown].compactMap { $0 } }
        return trails.flatMap { [$0.status.unknown, $0.selection.unknown].compactMap { $0 } }.filter {
            $0.code != .notVisible
        }
    }
}
