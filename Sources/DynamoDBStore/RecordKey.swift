import AWS
import ChatOps
import CloudTrailCore

/// Where each of our own records stands in their one table: partition and sort key.
///
/// There is no secondary index: those are eventually consistent, and a notice that still seems pending would be told twice.
enum RecordKey {
    /// A notice, whatever its state.
    case notice(AccountRegion, id: String)
    /// A pending notice once more, where the pending ones are found.
    case pending(id: String)
    /// A notice that was given up, where those are counted.
    case failed(id: String)
    /// Notices of one commit that its transaction had no room for, until each has its own records.
    case bundle(id: String)
    case thread(AlertSubject)
    /// What is remembered of a recipient.
    case mailbox(String)
    case baseline(AccountID)
    case whitelistEntry(AccountID, RegionScope)
    case claim(id: String)
    case latestScan
    case toldUnchecked
    case toldLocked
    /// When work of a name last began.
    case lastRun(job: String)
    case lease
    /// An entry of the audit log; once more for each account that it is about.
    case audit(AuditEntry.ID, about: AccountID?)
    /// That an issue had, and may have still, a cause.
    case cause(RootCause, AccountRegion)
    /// That an issue had, and may have still, a ticket, or that one was asked for.
    case ticketed(AccountRegion)

    static let partition = "pk"
    static let sort = "sk"
    /// The attribute by which DynamoDB forgets items: seconds since 1970.
    static let expiry = "expires_at"
    static let document = "document"
    static let version = "version"
    /// Of a notice, the number of the lease under which it was last worked on.
    static let fence = "fence"
    /// Of a notice, when it was made.
    static let created = "created_at"

    static let failures = "failed"
    static let bundles = "bundles"
    static let tickets = "ticketed"
    static let whitelist = "whitelist"
    /// Pending notices are spread, so that no partition meets its limit of writes.
    static let pendingPartitions = (0..<8).map { "pending#\($0)" }

    static func audit(about account: AccountID?) -> String { account.map { "audit#\($0)" } ?? "audit" }
    static func notices(about place: AccountRegion) -> String { "notices#\(place)" }
    static func cause(_ cause: RootCause) -> String { "cause#\(cause.key)" }

    var item: DynamoDB.Item {
        let (partition, sort) = names
        return [Self.partition: .string(partition), Self.sort: .string(sort)]
    }

    /// Of an item, what it is found by.
    static func key(of item: DynamoDB.Item) -> DynamoDB.Item {
        item.filter { [partition, sort].contains($0.key) }
    }

    private var names: (partition: String, sort: String) {
        switch self {
        case .notice(let place, let id): (Self.notices(about: place), id)
        case .pending(let id): (Self.pendingPartitions[id.stableHash % Self.pendingPartitions.count], id)
        case .failed(let id): (Self.failures, id)
        case .bundle(let id): (Self.bundles, id)
        case .thread(let subject): ("thread#\(subject.recipient)", subject.cause.key)
        case .mailbox(let recipient): ("mailbox#\(recipient)", "mailbox")
        case .baseline(let account): ("baseline#\(account)", "baseline")
        case .whitelistEntry(let account, let scope): (Self.whitelist, "\(account)#\(scope)")
        case .claim(let id): ("claim#\(id)", "claim")
        case .latestScan: ("scan", "latest")
        case .toldUnchecked: ("scan", "told_unchecked")
        case .toldLocked: ("scan", "told_locked")
        case .lastRun(let job): ("run#\(job)", "last")
        case .lease: ("lease", "lease")
        case .audit(let id, let account): (Self.audit(about: account), id)
        case .cause(let cause, let place): (Self.cause(cause), place.description)
        case .ticketed(let place): (Self.tickets, place.description)
        }
    }

    /// The record with its document.
    func holding(_ value: some Encodable) throws(StoreError) -> DynamoDB.Item {
        var item = item
        item[Self.document] = .string(try Document.encode(value))
        return item
    }
}

extension String {
    /// FNV-1a: the same in every process, which Swift's own is not.
    fileprivate var stableHash: Int {
        Int(utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 })
    }
}
