import CloudTrailCore
import FoundationEssentials
import Synchronization

/// The accounts that are watched: as configured for good, or as somebody else lists them, and so changing while we run.
/// Safe from any task; everybody who holds it sees the newest list.
public final class WatchedAccounts: Sendable {
    /// A list and when it was so.
    public struct Listing: Hashable, Sendable, Codable {
        public var accounts: [Account]
        public var date: Date

        public init(accounts: [Account], date: Date) {
            self.accounts = accounts
            self.date = date
        }
    }

    /// Why there is no new list, as a sentence without a full stop.
    public struct Failure: Error, Hashable {
        public var sentence: String

        public init(_ sentence: String) {
            self.sentence = sentence
        }
    }

    /// Asks for all accounts.
    public typealias Discovery = @Sendable () async throws(Failure) -> [Account]

    /// A failure is no answer for long.
    static let pause = Duration.seconds(60)

    private struct State {
        var listing: Listing?
        var names: [AccountID: Account] = [:]
        /// nil until it was asked for, and after an answer.
        var failure: String?
        var lastAttempt: Date?
        var flight: Task<Void, Never>?

        mutating func keep(_ listing: Listing) {
            self.listing = listing
            names = Dictionary(listing.accounts.map { ($0.id, $0) }) { first, _ in first }
        }
    }

    /// A list is not asked for again so soon.
    let life: Duration
    private let state: Mutex<State>
    private let discovery: Discovery?
    private let now: @Sendable () -> Date
    private let keep: @Sendable (Listing) -> Void

    /// Accounts that never change.
    public init(_ accounts: [Account]) {
        discovery = nil
        life = .seconds(3600)
        now = { .distantPast }
        keep = { _ in }
        var state = State()
        state.keep(Listing(accounts: accounts, date: .distantPast))
        self.state = Mutex(state)
    }

    /// Accounts that `discovery` knows; until it has answered, those of an earlier run. `keep` is handed each new list.
    public init(
        lastKnown: Listing?, life: Duration = .seconds(3600), now: @escaping @Sendable () -> Date,
        keep: @escaping @Sendable (Listing) -> Void,
        discovery: @escaping Discovery
    ) {
        self.discovery = discovery
        self.life = life
        self.now = now
        self.keep = keep
        var state = State()
        if let lastKnown { state.keep(lastKnown) }
        self.state = Mutex(state)
    }

    public var isDiscovered: Bool { discovery != nil }

    /// Those known now.
    public var accounts: [Account] { state.withLock { $0.listing?.accounts ?? [] } }

    public subscript(id: AccountID) -> Account? { state.withLock { $0.names[id] } }

    /// When they were listed; nil where they are fixed, or were never listed.
    public var listedAt: Date? { isDiscovered ? state.withLock { $0.listing?.date } : nil }

    /// Why the list may not be the right one; nil when it is.
    public var doubt: String? {
        guard isDiscovered else { return nil }
        return state.withLock { state in
            guard state.failure != nil || state.lastAttempt == nil else { return nil }
            let failure = state.failure ?? "the accounts have not been listed since the start"
            guard let listing = state.listing else { return "\(failure), so it is not known which accounts there are" }
            return "\(failure); the list of \(Moment.text(listing.date)) is used"
        }
    }

    /// Asks for the list, unless that was done not long ago; however many want it, one asks. Returns `doubt`.
    @discardableResult public func refresh() async -> String? {
        guard let discovery else { return nil }
        let flight = state.withLock { state -> Task<Void, Never>? in
            if let flight = state.flight { return flight }
            if let last = state.lastAttempt {
                let age = Duration.seconds(now().timeIntervalSince(last))
                if (.zero..<(state.failure == nil ? life : Self.pause)).contains(age) { return nil }
            }
            state.flight = Task { await self.ask(discovery) }
            return state.flight
        }
        await flight?.value
        return doubt
    }

    private func ask(_ discovery: Discovery) async {
        let answer = await Result { () async throws(Failure) in try await discovery() }
        let listing = state.withLock { state -> Listing? in
            state.flight = nil
            state.lastAttempt = now()
            switch answer {
            case .failure(let failure):
                state.failure = failure.sentence
                return nil
            case .success(let accounts):
                state.failure = nil
                let listing = Listing(accounts: accounts, date: now())
                state.keep(listing)
                return listing
            }
        }
        if let listing { keep(listing) }
    }
}
