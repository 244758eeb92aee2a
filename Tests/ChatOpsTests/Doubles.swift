import CloudTrailCore
import FoundationEssentials
import Synchronization

@testable import ChatOps

/// Testing has an `Issue` of its own.
typealias Issue = CloudTrailCore.Issue

let payments = Account(id: AccountID("111111111111")!, name: "payments")
let research = Account(id: AccountID("222222222222")!, name: "research & <labs>")
let ireland = Region("eu-west-1")!
let virginia = Region("us-east-1")!
let noon = Date(timeIntervalSince1970: 1_700_000_000)

/// A store in memory, with the same promises as a real one.
actor MemoryStore: Store {
    private var issues: [AccountRegion: Issue] = [:]
    private var allNotices: [Notice] = []
    /// Where in `allNotices` each stands, by its id.
    private var noticePlaces: [String: Int] = [:]
    private var threads: [AlertSubject: AlertThread] = [:]
    private var mailboxes: [String: Mailbox] = [:]
    private var baselines: [AccountID: AccountBaseline] = [:]
    private var entries: [Whitelist.Entry] = []
    private var claims: Set<String> = []
    private var latest: ScanSummary?
    private var told: [AccountID] = []
    private var locked: [String: [AccountID]] = [:]
    private var runs: [String: Date] = [:]
    private(set) var audit: [AuditEntry] = []
    /// Fails every call while set.
    private var failure: StoreError?
    private var savingFailure: StoreError?

    func fail(with error: StoreError?) { failure = error }
    /// Fails only what is written about notices, as a full disk does.
    func failSaving(with error: StoreError?) { savingFailure = error }
    private func check() throws(StoreError) { if let failure { throw failure } }

    func issue(at place: AccountRegion) throws(StoreError) -> Issue? {
        try check()
        return issues[place]
    }

    /// How often issues were searched for.
    private(set) var searches = 0

    func issues(matching filter: IssueFilter) throws(StoreError) -> [Issue] {
        try check()
        searches += 1
        return issues.values.filter(filter.matches).sorted { $0.place < $1.place }
    }

    func commit(_ issue: Issue, notices: [Notice]) throws(StoreError) -> Issue {
        try check()
        guard (issues[issue.place]?.version ?? 0) == issue.version else { throw StoreError(.stale, "newer") }
        var stored = issue
        stored.version += 1
        issues[issue.place] = stored
        for notice in notices where noticePlaces[notice.id] == nil {
            noticePlaces[notice.id] = allNotices.count
            allNotices.append(notice)
        }
        return stored
    }

    func dueNotices(at now: Date, limit: Int) throws(StoreError) -> [Notice] {
        try check()
        return Array(unheld { $0 > now }.filter { $0.dueAt.map { $0 <= now } ?? false }.prefix(limit))
    }

    func nextNoticeDue() throws(StoreError) -> Date? { unheld { _ in true }.compactMap(\.dueAt).min() }

    /// Without the notices that an older one to the same recipient about the same place holds back.
    private func unheld(by holds: (Date) -> Bool) -> [Notice] {
        var held: Set<Line> = []
        return allNotices.filter { notice in
            let line = Line(subject: notice.subject, place: notice.issue.place)
            defer { if !notice.isResting, notice.dueAt.map(holds) ?? false { held.insert(line) } }
            return !held.contains(line)
        }
    }

    private struct Line: Hashable {
        let subject: AlertSubject
        let place: AccountRegion
    }

    func restingNotices(about subjects: Set<AlertSubject>) throws(StoreError) -> [Notice] {
        allNotices.filter { $0.isResting && subjects.contains($0.subject) }
    }

    func mailbox(of recipient: String) throws(StoreError) -> Mailbox? {
        try check()
        return mailboxes[recipient]
    }

    func noticeCounts(failedSince time: Date) throws(StoreError) -> NoticeCounts {
        NoticeCounts(
            pending: allNotices.count { $0.dueAt != nil },
            failed: allNotices.count { if case .failed(_, let at) = $0.state { at > time } else { false } })
    }

    func save(_ notices: [Notice], thread: AlertThread?, mailbox: Mailbox?) throws(StoreError) {
        try check()
        if let savingFailure { throw savingFailure }
        for notice in notices {
            if let index = noticePlaces[notice.id] { allNotices[index] = notice }
        }
        if let thread { threads[thread.subject] = thread }
        if let mailbox { mailboxes[mailbox.recipient] = mailbox }
    }

    func thread(of subject: AlertSubject) throws(StoreError) -> AlertThread? { threads[subject] }

    func baseline(of account: AccountID) throws(StoreError) -> AccountBaseline? {
        try check()
        return baselines[account]
    }

    func save(_ baseline: AccountBaseline) throws(StoreError) {
        try check()
        guard (baselines[baseline.account]?.version ?? 0) == baseline.version else { throw StoreError(.stale, "newer") }
        baselines[baseline.account] = baseline
        baselines[baseline.account]?.version += 1
    }

    func notices(about place: AccountRegion) throws(StoreError) -> [Notice] {
        allNotices.filter { $0.issue.place == place }
    }

    func whitelistEntries() throws(StoreError) -> [Whitelist.Entry] { entries }

    func addWhitelistEntry(_ entry: Whitelist.Entry) throws(StoreError) {
        try check()
        entries.removeAll { $0.account == entry.account && $0.scope == entry.scope }
        entries.append(entry)
    }

    func removeWhitelistEntry(account: AccountID, scope: RegionScope) throws(StoreError) -> Bool {
        let before = entries.count
        entries.removeAll { $0.account == account && $0.scope == scope }
        return entries.count < before
    }

    func claim(_ id: String, at now: Date) throws(StoreError) -> Bool {
        try check()
        return claims.insert(id).inserted
    }

    func release(_ id: String) throws(StoreError) { claims.remove(id) }

    func append(_ entry: AuditEntry) throws(StoreError) {
        try check()
        audit.append(entry)
    }

    func auditEntries(
        about account: AccountID?, before id: AuditEntry.ID?, limit: Int
    ) throws(StoreError) -> [AuditEntry] {
        let found = audit.sorted { $0.id > $1.id }.filter { entry in
            (account.map(entry.accounts.contains) ?? true) && (id.map { entry.id < $0 } ?? true)
        }
        return Array(found.prefix(limit))
    }

    func record(_ summary: ScanSummary) throws(StoreError) { latest = summary }
    func lastRun(of job: String) throws(StoreError) -> Date? {
        try check()
        return runs[job]
    }
    func recordRun(of job: String, at time: Date) throws(StoreError) { runs[job] = time }
    func accountsToldUnchecked() throws(StoreError) -> [AccountID] { told }
    func recordToldUnchecked(_ accounts: [AccountID]) throws(StoreError) { told = accounts }
    func toldLocked() throws(StoreError) -> [String: [AccountID]] { locked }
    func recordToldLocked(_ accounts: [String: [AccountID]]) throws(StoreError) { locked = accounts }
    func latestScan() throws(StoreError) -> ScanSummary? {
        try check()
        return latest
    }
}

extension Notice {
    /// News of a region without a trail.
    static let toAlice = Notice(
        event: .opened,
        issue: Issue(
            place: AccountRegion(payments.id, ireland), state: .open,
            findings: [.disabled(.noTrails(lastRecorded: nil))], causes: [.noTrail(payments.id)], trails: [],
            history: IssueHistory([.init(at: noon, what: .opened)])),
        subject: AlertSubject(cause: .noTrail(payments.id), recipient: "alice"), createdAt: noon)
}

/// A chat that remembers what it was told.
actor RecordingMessenger: Messenger {
    struct Sent: Sendable {
        enum Way: Sendable, Equatable { case post, whisper, update, form }
        var way: Way
        var message: Message
        var conversation: Conversation?
        var reference: MessageReference?
        var mark: String?
        var at = noon
    }

    private let now: @Sendable () -> Date
    init(now: @escaping @Sendable () -> Date = { noon }) { self.now = now }

    /// How often messages were looked for.
    private(set) var searches = 0
    private(set) var sent: [Sent] = []
    private(set) var forms: [Form] = []
    private(set) var homes: [(person: PersonID, message: Message)] = []
    private var failures: [String: MessengerError] = [:]
    private var lostAnswers: Set<String> = []
    private var lostAnswer: [String: Int] = [:]
    private var lostPosts: Set<String> = []
    private var people: [PersonID: Person] = [:]
    private var groups: [String: Set<PersonID>] = [:]

    private var isHolding = false
    private var held: [CheckedContinuation<Void, Never>] = []
    private var awaited: (count: Int, continuation: CheckedContinuation<Void, Never>)?

    /// Posts and homes wait until `release`.
    func hold() { isHolding = true }

    /// Returns when something waits.
    func somethingHeld() async { while held.isEmpty { await Task.yield() } }

    func release() {
        isHolding = false
        for continuation in held { continuation.resume() }
        held = []
    }

    /// Returns when so many messages were whispered.
    func whispers(_ count: Int) async {
        guard sent.count(where: { $0.way == .whisper }) < count else { return }
        await withCheckedContinuation { awaited = (count, $0) }
    }

    /// Channel or recipient that fails.
    func fail(_ recipient: String, with error: MessengerError?) { failures[recipient] = error }
    /// The next post to this channel arrives, but its answer does not come back.
    func loseAnswer(of channel: String) { lostAnswers.insert(channel) }
    /// The so-manieth post to this channel arrives, but its answer does not come back.
    func loseAnswer(of channel: String, to post: Int) { lostAnswer[channel] = post }
    /// The next post to this channel does not arrive.
    func losePost(to channel: String) { lostPosts.insert(channel) }
    /// All posts to this channel but so many first ones do not arrive.
    func losePost(to channel: String, after count: Int) { postsLeft[channel] = count }
    private var postsLeft: [String: Int] = [:]
    func add(_ person: Person) { people[person.id] = person }
    func add(group name: String, _ members: Set<PersonID>) { groups[name] = members }

    func post(
        _ message: Message, in conversation: Conversation, mark: String?
    ) async throws(MessengerError) -> MessageReference {
        if isHolding { await withCheckedContinuation { held.append($0) } }
        if let failure = failures[conversation.channel] { throw failure }
        if lostPosts.remove(conversation.channel) != nil { throw MessengerError(.unavailable, "no answer came") }
        if let left = postsLeft[conversation.channel] {
            guard left > 0 else { throw MessengerError(.unavailable, "no answer came") }
            postsLeft[conversation.channel] = left - 1
        }
        let reference = MessageReference(channel: conversation.channel, id: "\(sent.count)")
        sent.append(
            Sent(
                way: .post, message: message, conversation: conversation, reference: reference, mark: mark, at: now()))
        if let count = lostAnswer[conversation.channel],
            sent.count(where: { $0.way == .post && $0.conversation?.channel == conversation.channel }) == count
        {
            lostAnswer[conversation.channel] = nil
            throw MessengerError(.unavailable, "no answer came")
        }
        if lostAnswers.remove(conversation.channel) != nil { throw MessengerError(.unavailable, "no answer came") }
        return reference
    }

    func whisper(_ message: Message, to person: PersonID, in conversation: Conversation) throws(MessengerError) {
        sent.append(Sent(way: .whisper, message: message, conversation: conversation))
        guard let (count, continuation) = awaited, sent.count(where: { $0.way == .whisper }) >= count else { return }
        awaited = nil
        continuation.resume()
    }

    /// From where messages that one person saw were taken away.
    private(set) var withdrawn: [Conversation] = []
    func withdraw(_ pressed: Conversation) throws(MessengerError) { withdrawn.append(pressed) }

    func update(_ reference: MessageReference, with message: Message, mark: String?) throws(MessengerError) {
        if let failure = failures["update"] ?? failures[reference.channel] { throw failure }
        sent.append(Sent(way: .update, message: message, reference: reference, mark: mark))
    }

    func find(
        mark: String, in conversation: Conversation, since time: Date
    ) throws(MessengerError) -> MessageReference? {
        searches += 1
        if let failure = failures["search"] { throw failure }
        return sent.last {
            $0.mark == mark && $0.conversation?.channel == conversation.channel
                && $0.conversation?.thread == conversation.thread && $0.at.timeIntervalSince(time) > -1
        }?.reference
    }

    private(set) var files: [(file: SharedFile, comment: String?, conversation: Conversation)] = []

    func share(_ file: SharedFile, comment: String?, in conversation: Conversation) throws(MessengerError) {
        let kind = file.name.hasSuffix(".png") ? "pictures" : "tables"
        if let failure = failures[kind] ?? failures[conversation.channel] { throw failure }
        files.append((file, comment, conversation))
    }

    func open(_ form: Form, trigger: String) throws(MessengerError) {
        if let failure = failures["forms"] { throw failure }
        forms.append(form)
    }

    /// What waits for its form, by title; what was shown there.
    private(set) var waiting: [String] = []
    private(set) var filled: [Form] = []
    private(set) var explained: [String] = []
    private var awaitsWaiting: CheckedContinuation<Void, Never>?

    func openWaiting(_ title: String, trigger: String) throws(MessengerError) -> WaitingForm {
        waiting.append(title)
        awaitsWaiting?.resume()
        awaitsWaiting = nil
        return WaitingForm(id: "\(waiting.count)")
    }

    /// Returns when something waits for its form.
    func somethingWaits() async {
        if waiting.isEmpty { await withCheckedContinuation { awaitsWaiting = $0 } }
    }

    func fill(_ waiting: WaitingForm, with form: Form) throws(MessengerError) {
        if let failure = failures["waiting forms"] { throw failure }
        filled.append(form)
    }

    func fill(_ waiting: WaitingForm, titled title: String, with message: Message) throws(MessengerError) {
        explained.append("\(title): \(message.summary)")
    }

    func publishHome(_ message: Message, for person: PersonID) async throws(MessengerError) {
        if isHolding { await withCheckedContinuation { held.append($0) } }
        if let failure = failures["home"] ?? failures["home of \(person.rawValue)"] { throw failure }
        homes.append((person, message))
    }

    private var aliases: [String: String] = [:]
    /// Another name of a channel.
    func alias(_ name: String, of channel: String) { aliases[name] = channel }

    func conversation(with name: String) throws(MessengerError) -> Conversation {
        let recipient = aliases[name] ?? name
        if let failure = failures[recipient] { throw failure }
        return Conversation(channel: recipient, kind: recipient.hasPrefix("#") ? .channel : .direct)
    }

    func person(_ id: PersonID) throws(MessengerError) -> Person {
        if let failure = failures["who \(id.rawValue) is"] { throw failure }
        return people[id] ?? Person(id: id, names: [id.rawValue])
    }

    func person(named recipient: String) throws(MessengerError) -> Person? {
        if let failure = failures[recipient] { throw failure }
        if recipient.hasPrefix("#") || aliases[recipient] != nil { return nil }
        return people.values.first {
            $0.id.rawValue == recipient || $0.names.contains(recipient) || $0.email == recipient
        } ?? Person(id: PersonID(rawValue: recipient), names: [recipient])
    }

    func members(ofUserGroup name: String) throws(MessengerError) -> Set<PersonID>? {
        if let failure = failures[name] { throw failure }
        return groups[name]
    }

    var summaries: [String] { sent.map(\.message.summary) }
}

/// An issue tracker that counts what is created.
final class CountingTicketing: Ticketing {
    private let state = Mutex<(created: [String: Ticket], calls: Int)>(([:], 0))
    private let failures: Mutex<[TicketingError]>

    init(failures: [TicketingError] = []) { self.failures = Mutex(failures) }

    var created: Int { state.withLock { $0.created.count } }
    var calls: Int { state.withLock { $0.calls } }

    func ensureTicket(_ draft: TicketDraft) async throws(TicketingError) -> CreatedTicket {
        await Task.yield()
        if let failure = failures.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw failure }
        return state.withLock { state in
            state.calls += 1
            let number = state.created.count + 1
            let ticket =
                state.created[draft.identity]
                ?? Ticket(key: "SEC-\(number)", url: "https://jira.example/browse/SEC-\(number)")
            state.created[draft.identity] = ticket
            return CreatedTicket(
                ticket: ticket, warnings: draft.assignee == "nobody" ? ["nobody cannot be assigned"] : [])
        }
    }
}

/// AWS as a table of regions.
final class TableSource: TrailSource {
    struct Session: AccountTrails {
        let source: TableSource
        let account: AccountID
        func regions() async throws(UnknownReason) -> [Region] { source.enabled.withLock { $0 } }
        func snapshot(of region: Region) async -> RegionSnapshot {
            let place = AccountRegion(account, region)
            return RegionSnapshot(place: place, trails: source.regions.withLock { $0[place] } ?? .known([.healthy]))
        }
    }

    let regions = Mutex<[AccountRegion: Reading<[TrailSnapshot]>]>([:])
    let enabled = Mutex([ireland, virginia])
    let locked = Mutex<Set<AccountID>>([])
    /// On whose behalf accounts were entered.
    let requesters = Mutex<Set<String?>>([])

    func account(_ id: AccountID) async throws(UnknownReason) -> any AccountTrails {
        requesters.withLock { _ = $0.insert(Requester.current) }
        if locked.withLock({ $0.contains(id) }) {
            throw UnknownReason(.roleNotAssumable, call: "AssumeRole", detail: "AccessDenied: no")
        }
        return Session(source: self, account: id)
    }
}

extension TrailSnapshot {
    static let healthy = TrailSnapshot(
        trail: Trail(arn: "arn:aws:cloudtrail:eu-west-1:111111111111:trail/main", name: "main"),
        status: .known(TrailStatus(isLogging: true)), selection: .known(.basic([EventSelector()])))
    static let stopped = TrailSnapshot(
        trail: healthy.trail, status: .known(TrailStatus(isLogging: false, stoppedLogging: noon)),
        selection: healthy.selection)
}

/// Draws nothing but writes down what it was to draw.
struct SketchBook: Illustrator {
    func picture(of overview: EstateOverview) throws(Refusal) -> Data { Data(overview.words.utf8) }
}
