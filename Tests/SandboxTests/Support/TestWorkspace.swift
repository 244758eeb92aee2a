import Foundation
import Networking
import Synchronization
import Testing

@testable import Sandbox

/// A wall clock that moves when told.
final class ManualTime: Sendable {
    private let seconds = Mutex(1_760_000_000.0)

    var now: @Sendable () -> Double { { self.seconds.withLock { $0 } } }

    func advance(_ by: Double) { seconds.withLock { $0 += by } }
}

extension Workspace {
    /// alice and gus (a guest); #ops with the bot and alice, #quiet without the bot, the private #vault without it.
    static func sample(
        timings: WorkspaceTimings = WorkspaceTimings(), pageLimit: Int = 1000, time: ManualTime = ManualTime()
    ) -> Workspace {
        let alice = Member(
            id: "U0ALICE", name: "alice", displayName: "Alice", realName: "Alice N", email: "alice@example.com")
        let gus = Member(id: "U0GUS", name: "gus", displayName: "Gus", realName: "Gus P", kind: .guest)
        return Workspace(
            identity: Identity(teamName: "Test"), members: [alice, gus],
            channels: [
                Channel(id: "C0OPS", name: "ops", members: ["U0ALICE", "U0TRAILWATCH"]),
                Channel(id: "C0QUIET", name: "quiet", members: ["U0ALICE"]),
                Channel(id: "C0VAULT", name: "vault", kind: .closed, members: ["U0ALICE"]),
            ], timings: timings, pageLimit: pageLimit, now: time.now)
    }

    /// A Web API call as a client sends it.
    nonisolated func call(_ method: String, _ arguments: JSONValue = [:], token: String? = nil) async -> JSONValue {
        let isConnection = method == "apps.connections.open"
        let token = token ?? (isConnection ? identity.appToken : identity.botToken)
        let request = ServedRequest(
            method: "POST", path: "/api/\(method)", query: [:],
            headers: ["Content-Type": "application/json; charset=utf-8", "Authorization": "Bearer \(token)"],
            body: arguments.encoded)
        guard case .body(let body) = await serve(request).content else { return .null }
        return (try? JSONValue(parsing: body)) ?? .string(String(decoding: body, as: UTF8.self))
    }

    /// The error of a call; nil when it was ok.
    nonisolated func error(_ method: String, _ arguments: JSONValue = [:]) async -> String? {
        await call(method, arguments)["error"]?.string
    }
}

/// The app's end of a Socket Mode connection, without a network.
final class TestApp: Sendable {
    typealias Responder = @Sendable (JSONValue) async -> JSONValue?

    let socket: ServedSocket
    /// Every text frame, in order.
    let frames = Journal<JSONValue>()
    /// Every other frame.
    let controls = Journal<WireFrame>()
    private let reading: Task<Void, Never>

    /// Acknowledges every envelope with what `respond` makes of it, or never when `respond` is nil.
    init(_ workspace: Workspace, _ respond: Responder?) async throws {
        let url = await workspace.call("apps.connections.open")["url"]?.string ?? ""
        let ticket = url.split(separator: "=")[1].split(separator: "&")[0]
        socket = try #require(await workspace.open(ticket: String(ticket)))
        reading = Task { [socket, frames, controls] in
            for await frame in socket.outgoing {
                guard case .text(let data) = frame, let message = try? JSONValue(parsing: data) else {
                    controls.append(frame)
                    continue
                }
                frames.append(message)
                guard let envelope = message["envelope_id"], let respond else { continue }
                let response = await respond(message)
                await socket.received(
                    .text(JSONValue.members(["envelope_id": envelope, "payload": response]).encoded))
            }
        }
    }

    /// The next envelope of a type since `mark`.
    func envelope(_ type: String, since mark: Int = 0) async throws -> JSONValue? {
        try await frame(since: mark) { $0["type"]?.string == type }
    }

    func frame(since mark: Int = 0, where fits: @escaping @Sendable (JSONValue) -> Bool) async throws -> JSONValue? {
        // Spelled out: `nil` for a JSONValue would be a JSON null.
        try await frames.first(since: mark, within: .seconds(20)) { fits($0) ? Optional.some($0) : Optional.none }
    }

    deinit { reading.cancel() }
}
