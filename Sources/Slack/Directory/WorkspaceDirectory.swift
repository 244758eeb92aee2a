import ChatOps

/// Who and what is in the workspace, remembered for a while.
actor WorkspaceDirectory {
    /// How long what was learned is believed; the bot itself never changes while its token works.
    private static let identityAge = Duration.seconds(86_400)
    private static let personAge = Duration.seconds(600)
    private static let listAge = Duration.seconds(3600)
    /// A name that is not there may be new: the list is read again, but not for every typing error.
    private static let listAgeAfterMiss = Duration.seconds(60)

    private let web: WebAPIClient
    private let timing: Timing
    private let identity: CachedValue<BotIdentity>
    private let people: CachedValue<PeopleIndex>
    private let channels: CachedValue<[String: String]>
    private let userGroups: CachedValue<[SlackUserGroup]>
    private var persons = AgingCache<PersonID, Person>(age: personAge, limit: 5000)
    private var addresses = AgingCache<String, Person>(age: personAge, limit: 5000)
    private var changes = ChangeLog<PersonID>()
    private var directs = AgingCache<PersonID, String>(age: listAge, limit: 5000)

    init(web: WebAPIClient, timing: Timing) {
        self.web = web
        self.timing = timing
        let identity = CachedValue(timing: timing) { () async throws(WebAPIError) in try await web.authTest() }
        self.identity = identity
        people = CachedValue(timing: timing) { () async throws(WebAPIError) in
            let team = try await identity.value(notOlderThan: Self.identityAge).teamID
            return PeopleIndex(try await web.users(), team: team)
        }
        channels = CachedValue(timing: timing) { () async throws(WebAPIError) in
            let named = try await web.channels().compactMap { channel in
                channel.name.map { ($0.lowercased(), channel.id) }
            }
            return Dictionary(named, uniquingKeysWith: { first, _ in first })
        }
        userGroups = CachedValue(timing: timing) { () async throws(WebAPIError) in try await web.userGroups() }
    }

    func bot() async throws(WebAPIError) -> BotIdentity {
        try await identity.value(notOlderThan: Self.identityAge)
    }

    func person(_ id: PersonID) async throws(WebAPIError) -> Person {
        if let known = persons.value(for: id, now: timing.now()) { return known }
        let start = changes.begin()
        defer { changes.end() }
        let team = try await bot().teamID
        let person = try await web.user(id.rawValue).person(in: team)
        if changes.isUnchanged(id, since: start) { persons.keep(person, for: id, now: timing.now()) }
        return person
    }

    func person(email: String) async throws(WebAPIError) -> Person {
        let email = email.lowercased()
        if let known = addresses.value(for: email, now: timing.now()) { return known }
        let start = changes.begin()
        defer { changes.end() }
        let team = try await bot().teamID
        let person = try await web.user(email: email).person(in: team)
        if changes.isUnchanged(person.id, since: start) { addresses.keep(person, for: email, now: timing.now()) }
        return person
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

    /// Who is in a user group, named by its id or its handle; nil when there is none.
    func members(ofUserGroup name: String) async throws(WebAPIError) -> Set<PersonID>? {
        let handle = (name.hasPrefix("@") ? String(name.dropFirst()) : name).lowercased()
        func found(_ groups: [SlackUserGroup]) -> Set<PersonID>? {
            let group = groups.first { $0.id == name } ?? groups.first { $0.handle?.lowercased() == handle }
            return group.map { Set(($0.users ?? []).map(PersonID.init(rawValue:))) }
        }
        if let members = found(try await userGroups.value(notOlderThan: Self.listAge)) { return members }
        return found(try await userGroups.value(notOlderThan: Self.listAgeAfterMiss))
    }

    func directConversation(with id: PersonID) async throws(WebAPIError) -> String {
        if let known = directs.value(for: id, now: timing.now()) { return known }
        let channel = try await web.openConversation(with: id.rawValue)
        directs.keep(channel, for: id, now: timing.now())
        return channel
    }
}

// MARK: What Slack tells

extension WorkspaceDirectory {
    func take(_ change: WorkspaceChange) async {
        switch change {
        case .person(let user): await take(user)
        case .channel(let channel):
            await channels.change { names in
                names = names.filter { $0.value != channel.id }
                if let name = channel.name?.lowercased() { names[name] = channel.id }
            }
        case .channelGone(let id):
            await channels.change { names in names = names.filter { $0.value != id } }
        case .userGroups: await userGroups.forget()
        case .access: await identity.forget()
        case .many:
            changes.allChanged()
            persons.forget { _ in true }
            addresses.forget { _ in true }
            await people.forget()
            await channels.forget()
            await userGroups.forget()
        }
    }

    private func take(_ user: SlackUser) async {
        let id = PersonID(rawValue: user.id)
        changes.changed(id)
        persons.forget { $0.id == id }
        addresses.forget { $0.id == id }
        guard let team = try? await bot().teamID else { return await people.forget() }
        await people.change { $0.update(user, team: team) }
    }
}
