import ChatOps
import Networking

/// A dead man's switch somewhere else, such as healthchecks.io or an Alertmanager's: its address is asked at each beat.
struct HeartbeatPing: Sendable {
    /// Often it is known to nobody but the bot, so it is never logged.
    private let address: Secret
    private let http: any HTTPTransport

    /// nil when there is none.
    init?(_ environment: ProcessEnvironment, _ http: any HTTPTransport) throws(StartFailure) {
        guard let address = try environment.secret("TRAILWATCH_HEARTBEAT_URL") else { return nil }
        let text = address.reveal()
        guard text.hasPrefix("https://") || text.hasPrefix("http://") else {
            throw StartFailure("TRAILWATCH_HEARTBEAT_URL is not an https:// address")
        }
        self.address = address
        self.http = http
    }

    func send() async throws {
        let response: HTTPResponse
        do {
            response = try await http.send(HTTPRequest(url: address.reveal(), timeout: .seconds(20)))
        } catch {
            // The message would name the address.
            throw StartFailure("no answer: \(error.code.rawValue)")
        }
        guard response.status < 400 else { throw StartFailure("HTTP \(response.status)") }
    }
}
