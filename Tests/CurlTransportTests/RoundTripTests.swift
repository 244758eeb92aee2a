import CurlTransport
import Foundation
import Networking
import TestSupport
import Testing

@Suite("Requests and answers")
struct RoundTripTests {
    @Test("A GET sends its own headers, curl's few and no others")
    func get() async throws {
        let transport = try makeTransport()
        try await RawServer.with(script: echo) { server in
            let answer = try await transport.send(
                HTTPRequest(url: server.url + "/path?q=a%20b", headers: ["X-One": "1", "X-Empty": ""]))
            #expect(answer.status == 200)
            #expect(
                answer.lines == [
                    "GET /path?q=a%20b HTTP/1.1", "Host: 127.0.0.1:\(server.port)", "User-Agent: trailwatch/test",
                    "Accept: */*", "X-One: 1", "X-Empty:", "", "",
                ])
        }
    }

    @Test("A POST sends its bytes as they are, and no Content-Type or Expect of curl's")
    func post() async throws {
        let transport = try makeTransport()
        let body = Data((0..<5000).map { UInt8(truncatingIfNeeded: $0) })
        try await RawServer.with(script: echo) { server in
            let answer = try await transport.send(HTTPRequest(method: .post, url: server.url, body: body))
            #expect(answer.body.suffix(body.count) == body)
            let head = String(decoding: answer.body.dropLast(body.count), as: UTF8.self)
            #expect(head.hasPrefix("POST / HTTP/1.1\r\n"))
            #expect(head.contains("\r\nContent-Length: 5000\r\n"))
            #expect(!head.contains("Content-Type") && !head.contains("Expect"))
        }
    }

    @Test("A Content-Type of the caller's is sent once")
    func contentType() async throws {
        let transport = try makeTransport()
        try await RawServer.with(script: echo) { server in
            let answer = try await transport.send(
                HTTPRequest(
                    method: .post, url: server.url, headers: ["content-type": "application/json"], body: Data("{}".utf8)
                ))
            #expect(
                answer.lines.filter { $0.lowercased().hasPrefix("content-type") } == ["content-type: application/json"])
            #expect(answer.lines.last == "{}")
        }
    }

    @Test(
        "Every method goes out under its name, with or without a body, on one connection",
        arguments: [
            (HTTPMethod.post, "", "0"), (.put, "", "0"), (.put, "new", "3"), (.delete, "", nil), (.delete, "old", "3"),
            (.get, "", nil), (.get, "query", "5"), (.post, "x", "1"),
        ] as [(HTTPMethod, String, String?)])
    func methods(method: HTTPMethod, body: String, length: String?) async throws {
        let transport = try makeTransport()
        try await RawServer.with(script: echo) { server in
            // A handle that carried something else before shows what it forgot to set.
            for before in [HTTPMethod.get, .post, .delete] {
                _ = try await transport.send(HTTPRequest(method: before, url: server.url, body: Data("before".utf8)))
                let answer = try await transport.send(
                    HTTPRequest(method: method, url: server.url, body: Data(body.utf8)))
                #expect(answer.lines.first == "\(method.rawValue) / HTTP/1.1")
                #expect(answer.lines.last == body)
                #expect(
                    answer.lines.first { $0.hasPrefix("Content-Length: ") }?.dropFirst(16) == length.map { $0[...] })
            }
            #expect(server.received.count == 1)
        }
    }

    @Test("A path with dots goes out as it was signed")
    func dots() async throws {
        let transport = try makeTransport()
        try await RawServer.with(script: echo) { server in
            let answer = try await transport.send(HTTPRequest(url: server.url + "/a/../b/./c%2F?x=/../y"))
            #expect(answer.lines.first == "GET /a/../b/./c%2F?x=/../y HTTP/1.1")
        }
    }

    @Test("Megabytes go both ways")
    func large() async throws {
        let transport = try makeTransport()
        let body = Data(repeating: 0x61, count: 3 << 20)
        try await RawServer.with(script: echo) { server in
            let answer = try await transport.send(HTTPRequest(method: .post, url: server.url, body: body))
            #expect(answer.body.suffix(body.count) == body)
        }
    }

    @Test(
        "Any status is an answer, and a redirect is not followed", arguments: [201, 204, 302, 307, 401, 404, 429, 503])
    func status(_ status: Int) async throws {
        let transport = try makeTransport()
        let script: RawServer.Script = { connection in
            while try connection.receiveRequest() != nil {
                try connection.respond(status: status, headers: ["Location": "/elsewhere"])
            }
        }
        try await RawServer.with(script: script) { server in
            let answer = try await transport.send(HTTPRequest(url: server.url + "/here"))
            #expect(answer.status == status)
            #expect(answer.headers["location"] == "/elsewhere")
            #expect(answer.body.isEmpty)
            #expect(server.received.count == 1)
        }
    }

    @Test("Headers are those of the final answer, in order, without trailers")
    func headers() async throws {
        let transport = try makeTransport()
        let script = answering(
            """
            HTTP/1.1 103 Early Hints\r\nLink: </early>\r\n\r\n\
            HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie:b=2 \t\r\nEmpty:\r\nTransfer-Encoding: chunked\r\n\r\n\
            5\r\nhello\r\n0\r\nTrailer-Field: late\r\n\r\n
            """)
        try await RawServer.with(script: script) { server in
            let answer = try await transport.send(HTTPRequest(url: server.url))
            #expect(answer.text == "hello")
            #expect(
                answer.headers.fields == [
                    .init(name: "Set-Cookie", value: "a=1"), .init(name: "Set-Cookie", value: "b=2"),
                    .init(name: "Empty", value: ""), .init(name: "Transfer-Encoding", value: "chunked"),
                ])
        }
    }

    @Test("A body without a length ends with the connection")
    func untilClosed() async throws {
        let transport = try makeTransport()
        try await RawServer.with(script: answering("HTTP/1.0 200 OK\r\n\r\nall of it")) { server in
            let answer = try await transport.send(HTTPRequest(url: server.url))
            #expect(answer.text == "all of it")
        }
    }

    @Test("500 requests at once are all answered, over no more connections than allowed")
    func many() async throws {
        let transport = try makeTransport { $0.maximumConnections = 32 }
        try await RawServer.with(script: echo) { server in
            let answers = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<500 {
                    group.addTask {
                        let request = HTTPRequest(method: .post, url: server.url, body: Data("number \(number)".utf8))
                        return try await transport.send(request).lines.last ?? ""
                    }
                }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(answers == Set((0..<500).map { "number \($0)" }))
            #expect((1...32).contains(server.received.count))
        }
    }
}
