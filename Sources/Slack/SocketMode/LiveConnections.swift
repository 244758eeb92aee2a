import FoundationEssentials
import Networking
import Synchronization

/// The open connections by epoch, shared by the tasks that dial them and the loop that closes them.
final class LiveConnections: Sendable {
    private struct State {
        var open: [Int: any WebSocketConnection] = [:]
        var dialling: Set<Int> = []
        /// What is to be sent once the dial has ended.
        var waiting: [Int: [Data]] = [:]
        /// Closed before their dial had ended.
        var abandoned: Set<Int> = []
        var isOver = false
    }

    private let state = Mutex(State())
    private let closeLimit: Duration

    init(closeLimit: Duration) {
        self.closeLimit = closeLimit
    }

    /// A dial begins: what it receives may be answered before `add`.
    func begin(epoch: Int) {
        state.withLock { _ = $0.dialling.insert(epoch) }
    }

    /// Takes a connection that was just established, and closes it when nobody wants it any more.
    func add(_ connection: any WebSocketConnection, epoch: Int) {
        let texts: [Data]? = state.withLock { state in
            if state.isOver || state.abandoned.remove(epoch) != nil { return nil }
            state.open[epoch] = connection
            state.dialling.remove(epoch)
            return state.waiting.removeValue(forKey: epoch) ?? []
        }
        guard let texts else { return connection.close(within: closeLimit) }
        for text in texts { connection.send(text) }
    }

    /// Sends through a connection, also one whose first messages came before its dial had ended. What was received on a
    /// connection that is gone cannot be answered any more.
    func send(_ text: Data, epoch: Int) {
        let connection = state.withLock { state in
            if state.open[epoch] == nil, state.dialling.contains(epoch) {
                state.waiting[epoch, default: []].append(text)
            }
            return state.open[epoch]
        }
        connection?.send(text)
    }

    /// Forgets a connection, or a dial, that has ended.
    func remove(epoch: Int) {
        state.withLock { state in
            state.open[epoch] = nil
            state.dialling.remove(epoch)
            state.waiting[epoch] = nil
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
