import Synchronization

/// What other threads leave for the loop.
final class Mailbox: Sendable {
    struct Mail {
        var started: [Exchange] = []
        var stopped: [Exchange] = []

        var isEmpty: Bool { started.isEmpty && stopped.isEmpty }
    }

    private struct State {
        var mail = Mail()
        /// Wakes the loop; nil once the box is closed.
        var multi: Multi?
    }

    private let state: Mutex<State>

    init(_ multi: Multi) {
        state = Mutex(State(multi: multi))
    }

    /// Leaves mail; false when the box is closed.
    func post(_ change: (inout Mail) -> Void) -> Bool {
        let (multi, wasEmpty) = state.withLock { state in
            let wasEmpty = state.mail.isEmpty
            if state.multi != nil { change(&state.mail) }
            return (state.multi, wasEmpty)
        }
        // Mail that was there already has had its call.
        if wasEmpty { multi?.wakeUp() }
        return multi != nil
    }

    /// Takes the mail, and whether more can come.
    func collect() -> (mail: Mail, isOpen: Bool) {
        state.withLock { state in
            let mail = state.mail
            state.mail = Mail()
            return (mail, state.multi != nil)
        }
    }

    /// From now on the loop sleeps on `multi`; nothing changes once the box is closed.
    func wake(_ multi: Multi) {
        state.withLock { state in
            if state.multi != nil { state.multi = multi }
        }
    }

    func close() {
        let multi = state.withLock { state in
            defer { state.multi = nil }
            return state.multi
        }
        multi?.wakeUp()
    }
}
