import CloudTrailCore
import FoundationEssentials

/// Asks the owners of organization trails, on behalf of all members, for what AWS does not show to a member.
struct TrailOwners: Sendable {
    /// What was asked lately: shared by all members, or each of them would cost the owner two calls a region.
    struct Answers: Sendable {
        /// Longer than it takes the members looked at side by side, shorter than people wait before they look again.
        static let life: TimeInterval = 60
        /// Some thirty organizations with all their regions.
        private static let limit = 1024

        fileprivate let statuses: SharedAnswers<Question, TrailStatus?>
        fileprivate let selections: SharedAnswers<Question, EventSelection?>

        init(now: @escaping @Sendable () -> Date) {
            statuses = SharedAnswers(life: Self.life, limit: Self.limit, now: now)
            selections = SharedAnswers(life: Self.life, limit: Self.limit, now: now)
        }
    }

    fileprivate struct Question: Hashable {
        var arn: String
        var region: Region
    }

    /// Only accounts that are watched are asked.
    let watches: @Sendable (AccountID) -> Bool
    let answers: Answers
    let enter: @Sendable (AccountID) async throws(UnknownReason) -> AWSAccountTrails

    /// The account to ask about a trail that `member` sees, nil when there is nobody to ask.
    func owner(of trail: Trail, besides member: AccountID) -> AccountID? {
        guard trail.isOrganization, let owner = trail.owner, owner != member else { return nil }
        return watches(owner) ? owner : nil
    }

    /// nil when the owner cannot tell either.
    func status(of trail: Trail, in region: Region, askedOf owner: AccountID) async -> TrailStatus? {
        await answers.statuses.answer(to: Question(arn: trail.arn, region: region)) {
            await (try? enter(owner))?.status(of: trail, in: region).value
        }
    }

    /// nil when the owner cannot tell either.
    func selection(of trail: Trail, in region: Region, askedOf owner: AccountID) async -> EventSelection? {
        await answers.selections.answer(to: Question(arn: trail.arn, region: region)) {
            await (try? enter(owner))?.selection(of: trail, in: region).value
        }
    }
}
