import ChatOps

/// The people of a workspace by name.
struct PeopleIndex: Sendable {
    enum Match: Equatable {
        case none
        case one(Person)
        /// Several go by the name: a message must not reach the wrong one.
        case several
    }

    private var byHandle: [String: [Person]] = [:]
    private var byOtherName: [String: [Person]] = [:]

    private var handles: [PersonID: String] = [:]
    private var people: [PersonID: Person] = [:]

    init(_ users: [SlackUser], team: String) {
        for user in users { add(user, team: team) }
    }

    /// Takes what is new about somebody in the place of what was known.
    mutating func update(_ user: SlackUser, team: String) {
        let id = PersonID(rawValue: user.id)
        if let handle = handles.removeValue(forKey: id) { byHandle[handle]?.removeAll { $0.id == id } }
        if let old = people.removeValue(forKey: id) {
            for name in old.names { byOtherName[name.lowercased()]?.removeAll { $0.id == id } }
        }
        add(user, team: team)
    }

    private mutating func add(_ user: SlackUser, team: String) {
        let person = user.person(in: team)
        let handle = user.name?.lowercased()
        people[person.id] = person
        if let handle {
            handles[person.id] = handle
            byHandle[handle, default: []].append(person)
        }
        for name in Set(person.names.map { $0.lowercased() }) where name != handle {
            byOtherName[name, default: []].append(person)
        }
    }

    /// A handle counts before a display name or full name, somebody who is there before somebody who left.
    func find(_ name: String) -> Match {
        let name = (name.hasPrefix("@") ? String(name.dropFirst()) : name).lowercased()
        for index in [byHandle, byOtherName] {
            let all = index[name] ?? []
            let present = all.filter { $0.membership != .deactivated }
            let candidates = present.isEmpty ? all : present
            if candidates.count > 1 { return .several }
            if let only = candidates.first { return .one(only) }
        }
        return .none
    }
}
