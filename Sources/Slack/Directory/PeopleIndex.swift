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

    init(_ users: [SlackUser], team: String) {
        for user in users {
            let person = user.person(in: team)
            let handle = user.name?.lowercased()
            if let handle { byHandle[handle, default: []].append(person) }
            for name in Set(person.names.map { $0.lowercased() }) where name != handle {
                byOtherName[name, default: []].append(person)
            }
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
