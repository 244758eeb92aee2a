import ChatOps

/// Who and what is in the workspace, remembered for a while.
actor WorkspaceDirectory {
    /// How long what was learned is believed.
    private static let personAge = Duration.seconds(600)
    private static let listAge = Duration.seconds(3600)
    /// A name that is not there may be new: the list is read again, but not for every typing error.
    private static let listAgeAfterMiss = Duration.seconds(60)
    private static let limit = 5000

    private let web: WebAPIClient
    private let timing: Timing
    private let identity: CachedValue<BotIdentity>
    private let people: CachedValue<PeopleIndex>
    private let channels: CachedValue<[String: String]>
    private var persons: [PersonID: (person: Person, since: ContinuousClock.Instant)] = [:]
    /// The direct conversations by person; Slack never changes them.
    private var directs: [PersonID: String] = [:]

    init(web: WebAPIClient, timing: Timing) {
        self.web = web
        self.timing = timing
        let identity = CachedValue(timing: timing) { () async throws(WebAPIError) in try await web.authTest() }
        self.identity = identity
        people = CachedValue(timing: timing) { () async throws(WebAPIError) in
            let team = try await identity.value(notOlderThan: Self.listAge).teamID
            return PeopleIndex(try await web.users(), team: team)
        }
        channels = CachedValue(timing: timing) { () async throws(WebAPIError) in
            let named = try await web.channels().compactMap { channel in
                channel.name.map { ($0.lowercased(), channel.id) }
            }
            return Dictionary(named, uniquingKeysWith: { first, _ in first })
        }
    }

    func bot() async throws(WebAPIError) -> BotIdentity {
        try await identity.value(notOlderThan: Self.listAge)
    }

    func person(_ id: PersonID) async throws(WebAPIError) -> Person {
        if let known = persons[id], timing.now() - known.since <= Self.personAge { return known.person }
        let team = try await bot().teamID
        let person = try await web.user(id.rawValue).person(in: team)
        if persons.count >= Self.limit { persons = [:] }
        persons[id] = (person, timing.now())
        return person
    }

    func person(email: String) async throws(WebAPIError) -> Person {
        let team = try await bot().teamID
        return try await web.user(email: email).person(in: team)
    }

    func person(named name: String) async throws(WebAPIError) -> PeopleIndex.Match {
        let match = try await people.value(notOlderThan: Self.listAge).find(name)
        guard match == .none else { return match }
        return try await people.value(notOlderThan: Self.listAgeAfterMiss).find(name)
    }

    /// The id of a channel by its name, without `#`; nil when the bot sees none.
    func channel(named name: String) async throws(WebAPIError) -> String? {
        let name = name.lowercased()
        if let id = try await channels.value(notOlderThan: Self.listAge)[name] { return id }
        return try await channels.value(notOlderThan: Self.listAgeAfterMiss)[name]
    }

    func directConversation(with id: PersonID) async throws(WebAPIError) -> String {
        if let known = directs[id] { return known }
        let channel = try await web.openConversation(with: id.rawValue)
        if directs.count >= Self.limit { directs = [:] }
        directs[id] = channel
        return channel
    }
}
