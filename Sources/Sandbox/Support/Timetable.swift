import Synchronization

/// Things to do later. Owns their tasks: after `cancelAll` none of them runs any more.
final class Timetable: Sendable {
    private struct State {
        var tasks: [Int: Task<Void, Never>] = [:]
        var next = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    func after(_ delay: Duration, _ action: @escaping @Sendable () async -> Void) {
        state.withLock { state in
            guard !state.isClosed else { return }
            state.next += 1
            let id = state.next
            state.tasks[id] = Task { [weak self] in
                try? await Task.sleep(for: delay)
                guard !Task.isCancelled else { return }
                await action()
                self?.forget(id)
            }
        }
    }

    private func forget(_ id: Int) {
        state.withLock { $0.tasks[id] = nil }
    }

    func cancelAll() {
        let tasks = state.withLock { state in
            state.isClosed = true
            defer { state.tasks = [:] }
            return state.tasks
        }
        for task in tasks.values { task.cancel() }
    }

    deinit { cancelAll() }
}
