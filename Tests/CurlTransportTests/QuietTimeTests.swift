import Networking
import TestSupport
import Testing

@testable import CurlTransport

@Suite("Quiet times")
struct QuietTimeTests {
    @Test("Kept connections are closed after a quiet time, and the next request opens a new one")
    func renewal() async throws {
        let ended = Event()
        let script: RawServer.Script = { connection in
            try echo(connection)
            ended.happen()
        }
        let transport = try CurlTransport(
            options: .init(userAgent: "trailwatch/test"), quietTime: .milliseconds(50))
        try await RawServer.with(script: script) { server in
            for round in 1...3 {
                let answer = try await transport.send(HTTPRequest(url: server.url))
                #expect(answer.status == 200)
                await ended.happened()
                #expect(server.received.count == round)
            }
        }
    }
}
