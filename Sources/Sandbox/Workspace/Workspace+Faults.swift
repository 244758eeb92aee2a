import Networking

/// What goes wrong on purpose.
struct Faults: Sendable {
    struct Call: Sendable {
        /// nil: any method.
        var method: String?
        var remaining: Int
        var trouble: CallTrouble
    }

    var calls: [Call] = []
    var refusedTokens: String?
    /// What the app must show instead of the tokens of its identity.
    var rotatedTokens: (app: String, bot: String)?

    /// The trouble for one call; uses it up.
    mutating func take(_ method: String) -> CallTrouble? {
        guard let index = calls.firstIndex(where: { $0.remaining > 0 && ($0.method ?? method) == method }) else {
            return nil
        }
        calls[index].remaining -= 1
        return calls[index].trouble
    }
}

/// How a Web API call fails.
public enum CallTrouble: Sendable, Equatable {
    /// `ok: false` with this error.
    case error(String)
    /// HTTP 429 with `Retry-After` in seconds.
    case rateLimited(Int)
    /// An HTTP status with a body that is not JSON.
    case status(Int)
    /// Works, and says that it did not: the answer is lost after the deed.
    case lostAnswer
}

extension Workspace {
    /// The next calls of a method (any method when nil) fail this way.
    public func fail(next count: Int, of method: String? = nil, with trouble: CallTrouble) {
        faults.calls.append(.init(method: method, remaining: count, trouble: trouble))
    }

    /// Every token is answered with this error from now on (`invalid_auth`, `token_revoked` …); nil ends it.
    public func refuseTokens(with error: String?) {
        faults.refusedTokens = error
    }

    /// The tokens that are taken from now on; those that were are not any more.
    public func rotateTokens(app: String, bot: String) {
        faults.rotatedTokens = (app, bot)
    }

    /// Announces the end of every connection, and closes them after `grace`.
    public func disconnect(reason: String, grace: Duration = .zero) {
        let leaving = connections.all
        for connection in leaving {
            connection.send([
                "type": "disconnect", "reason": .string(reason), "debug_info": ["host": "applink-sandbox"],
            ])
        }
        timetable.after(grace) { [weak self] in
            for connection in leaving { await self?.end(connection, close: .close(code: 1000, reason: "")) }
        }
    }

    /// Ends every connection without a word.
    public func dropConnections() {
        for connection in connections.all { end(connection, close: nil) }
    }

    /// Keeps every present connection open, and neither reads nor writes on it any more.
    public func silenceConnections() {
        for connection in connections.all { connections.silence(connection.number) }
    }
}
