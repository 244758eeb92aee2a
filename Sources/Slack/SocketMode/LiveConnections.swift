import Networking
import Synchronization

/// The open connections by epoch, shared by the tasks that dial them and the loop that closes them.
final class LiveConnections: Sendable {
    private struct State {
        var open: [Int: any WebSocketConnection] = [:]
        /// Closed before their dial had ended.
        var abandoned: Set<Int> = []
        var isOver = false
    }

    private let state = Mutex(State())
    private let closeLimit: Duration

    init(closeLimit: Duration) {
        self.closeLimit = closeLimit
    }

    /// Takes a connection that was just established, and closes it when nobody wants it any more.
    func add(_ connection: any WebSocketConnection, epoch: Int) {
        let isWanted = state.withLock { state in
            if state.isOver || state.abandoned.remove(epoch) != nil { return false }
            state.open[epoch] = connection
            return true
        }
        if !isWanted { connection.close(within: closeLimit) }
    }

    /// Forgets a connection, or a dial, that has ended.
    func remove(epoch: Int) {
        state.withLock { state in
            state.open[epoch] = nil
            state.abandoned.remove(epoch)
        }
    }

    func close(epoch: Int) {
        let connection = state.withLock { state in
            if state.open[epoch] == nil { state.abandoned.insert(epoch) }
            return state.open[epoch]
        }
        connection?.close(within: closeLimit)
    }

    func closeAll() {
        let all = state.withLock { state in
            state.isOver = true
            return Array(state.open.values)
        }
        for connection in all { connection.close(within: closeLimit) }
    }
}
