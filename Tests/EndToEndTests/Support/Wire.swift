import Foundation
import Networking

@testable import Sandbox

/// Listens in between the bot and the doubles: every request as it came, before it goes on to its double.
final class Wire: Sendable {
    enum Place: String, Sendable, CaseIterable {
        case slack, aws, jira, heartbeat
    }

    struct Exchange: Sendable {
        var place: Place
        var request: ServedRequest
    }

    let journal = Journal<Exchange>()
    private let sandbox = Journal<Sandbox>()
    private let servers = Journal<(Place, LoopbackServer)>()

    init() async throws {
        for place in Place.allCases {
            let server = try await LoopbackServer { [journal, sandbox] request in
                journal.append(Exchange(place: place, request: request))
                guard let sandbox = sandbox.entries.first else { return .text(503, "not yet") }
                switch place {
                case .slack: return await sandbox.workspace.serve(request)
                case .aws: return await sandbox.estate.serve(request)
                case .jira: return await sandbox.jira.serve(request)
                case .heartbeat: return .text(200, "ok")
                }
            }
            servers.append((place, server))
        }
    }

    func begin(_ sandbox: Sandbox) { self.sandbox.append(sandbox) }

    func url(of place: Place) -> String {
        let port = servers.entries.first { $0.0 == place }?.1.port ?? 0
        return "http://127.0.0.1:\(port)"
    }

    func stop() async { for (_, server) in servers.entries { await server.stop() } }
}

extension ServedRequest {
    /// All of it, but for one header.
    func text(without header: String?) -> String {
        var headers = headers
        if let header { headers[header] = nil }
        let shown = headers.fields.map { "\($0.name): \($0.value)" }
        return "\(method) \(path) \(query)\n\(shown.joined(separator: "\n"))\n\(String(decoding: body, as: UTF8.self))"
    }
}
