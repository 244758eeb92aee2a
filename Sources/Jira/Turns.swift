/// Lets one task at a time work on an identity, first come, first served.
actor Turns {
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

    func take(_ identity: String) async {
        guard waiting[identity] != nil else {
            waiting[identity] = []
            return
        }
        await withCheckedContinuation { waiting[identity]?.append($0) }
    }

    func end(_ identity: String) {
        if waiting[identity]?.isEmpty == false {
            waiting[identity]?.removeFirst().resume()
        } else {
            waiting[identity] = nil
        }
    }
}
