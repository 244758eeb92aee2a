import CurlTransport
import Foundation
import Networking
import TestSupport
import Testing

@Suite("Peers that fail")
struct FailureTests {
    private func failure(_ request: HTTPRequest, script: @escaping RawServer.Script) async throws -> TransportError? {
        let transport = try makeTransport()
        return try await RawServer.with(script: script) { server in
            var request = request
            request.url = server.url + request.url
            return await #expect(throws: TransportError.self) { try await transport.send(request) }
        }
    }

    @Test("A peer that never answers is given up after the time-out")
    func stall() async throws {
        let request = HTTPRequest(url: "/", timeout: .milliseconds(200))
        let error = try await failure(request) { try $0.stall() }
        #expect(error?.code == .timedOut)
    }

    @Test("A peer that stops in the middle is given up after the time-out")
    func stallInBody() async throws {
        let request = HTTPRequest(url: "/", timeout: .milliseconds(200))
        let error = try await failure(request) { connection in
            _ = try connection.receiveRequest()
            try connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            try connection.stall()
        }
        #expect(error?.code == .timedOut)
    }

    @Test("A TLS handshake that never ends is given up after the connect time-out")
    func stallInHandshake() async throws {
        let transport = try makeTransport { $0.connectTimeout = .milliseconds(200) }
        try await RawServer.with(script: { try $0.stall() }) { server in
            let error = await #expect(throws: TransportError.self) {
                try await transport.send(HTTPRequest(url: "https://127.0.0.1:\(server.port)/", timeout: .seconds(60)))
            }
            #expect(error?.code == .timedOut)
        }
    }

    @Test("No time at all is a time-out, not eternity", arguments: [Duration.zero, .seconds(-1)])
    func noTime(timeout: Duration) async throws {
        let error = try await failure(HTTPRequest(url: "/", timeout: timeout)) { try $0.stall() }
        #expect(error?.code == .timedOut)
    }

    @Test("A reset, or a hang-up without an answer, is a lost connection", arguments: [true, false])
    func hangUp(isReset: Bool) async throws {
        let error = try await failure(HTTPRequest(url: "/")) { connection in
            _ = try connection.receiveRequest()
            if isReset { connection.reset() }
        }
        #expect(error?.code == .connectionLost)
    }

    @Test(
        "Half an answer is a lost connection",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\nhalf",
        ])
    func half(answer: String) async throws {
        let error = try await failure(HTTPRequest(url: "/"), script: answering(answer))
        #expect(error?.code == .connectionLost)
    }

    @Test(
        "Something else than HTTP is malformed", arguments: ["SSH-2.0-OpenSSH_9.2\r\n\r\n", "{\"ok\": true}", "\0\0\0"])
    func garbage(answer: String) async throws {
        let error = try await failure(HTTPRequest(url: "/"), script: answering(answer))
        #expect(error?.code == .malformedResponse)
    }

    @Test(
        "An answer above the limit is refused, announced or not",
        arguments: [
            "Content-Length: 9\r\n\r\n123456789", "Transfer-Encoding: chunked\r\n\r\n9\r\n123456789\r\n0\r\n\r\n",
        ])
    func tooLarge(rest: String) async throws {
        let request = HTTPRequest(url: "/", maximumResponseBytes: 8)
        let error = try await failure(request, script: answering("HTTP/1.1 200 OK\r\n" + rest))
        #expect(error?.code == .responseTooLarge)
        #expect(error?.message.hasSuffix("the answer exceeds 8 bytes") == true)
    }

    @Test("An answer at the limit is taken")
    func atLimit() async throws {
        let transport = try makeTransport()
        try await RawServer.with(script: answering("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n12345678")) { server in
            let answer = try await transport.send(HTTPRequest(url: server.url, maximumResponseBytes: 8))
            #expect(answer.text == "12345678")
        }
    }

    @Test("Headers without end are refused")
    func endlessHeaders() async throws {
        let error = try await failure(HTTPRequest(url: "/")) { connection in
            _ = try connection.receiveRequest()
            try connection.send("HTTP/1.1 200 OK\r\n")
            while true { try connection.send("X-More: \(String(repeating: "x", count: 1000))\r\n") }
        }
        #expect(error?.code == .responseTooLarge)
    }

    @Test("A name that does not exist is not resolved")
    func unknownName() async throws {
        let transport = try makeTransport()
        let error = await #expect(throws: TransportError.self) {
            try await transport.send(HTTPRequest(url: "http://nonexistent.invalid/"))
        }
        #expect(error?.code == .nameNotResolved)
        #expect(error?.message.contains("nonexistent.invalid") == true)
    }

    @Test("A port where nobody listens refuses the connection")
    func refused() async throws {
        let transport = try makeTransport()
        // One that the system never gives away: a port that was free a moment ago may be another test's by now.
        let error = await #expect(throws: TransportError.self) {
            try await transport.send(HTTPRequest(url: "http://127.0.0.1:1/"))
        }
        #expect(error?.code == .connectionFailed)
    }

    @Test("A POST on a kept connection is not sent again when that is lost", arguments: ["", "only once"])
    func noSecondPost(body: String) async throws {
        let transport = try makeTransport()
        let script: RawServer.Script = { connection in
            _ = try connection.receiveRequest()
            try connection.respond()
            _ = try connection.receiveRequest()
            connection.reset()
        }
        try await RawServer.with(script: script) { server in
            _ = try await transport.send(HTTPRequest(url: server.url))
            let error = await #expect(throws: TransportError.self) {
                try await transport.send(HTTPRequest(method: .post, url: server.url, body: Data(body.utf8)))
            }
            #expect(error?.code == .connectionLost)
            #expect(error?.message.hasSuffix("was lost after the request had been sent") == true)
            let everything = server.received.map { String(decoding: $0, as: UTF8.self) }.joined()
            #expect(everything.components(separatedBy: "POST / HTTP").count == 2)
            #expect(try await transport.send(HTTPRequest(method: .post, url: server.url)).status == 200)
        }
    }

    @Test("A GET on a kept connection that was lost meanwhile is sent again")
    func secondGet() async throws {
        let transport = try makeTransport()
        let script: RawServer.Script = { connection in
            _ = try connection.receiveRequest()
            try connection.respond(body: Data("answer".utf8))
            _ = try connection.receiveRequest()
        }
        try await RawServer.with(script: script) { server in
            let first = try await transport.send(HTTPRequest(url: server.url))
            let second = try await transport.send(HTTPRequest(url: server.url))
            #expect(first.text == "answer" && second.text == "answer")
            #expect(server.received.count == 2)
        }
    }

    @Test("Errors name method and origin, never path, query or password")
    func noSecrets() async throws {
        let error = try await failure(HTTPRequest(method: .post, url: "/services/T0/hush?token=hush")) { $0.reset() }
        #expect(error?.message.hasPrefix("POST http://127.0.0.1:") == true)
        #expect(error?.message.contains("hush") == false)
        let port = try await RawServer.with(script: echo) { $0.port }
        let refused = await #expect(throws: TransportError.self) {
            try await makeTransport().send(HTTPRequest(url: "http://me:hush@127.0.0.1:\(port)/"))
        }
        #expect(refused?.message.contains("hush") == false)
    }
}
