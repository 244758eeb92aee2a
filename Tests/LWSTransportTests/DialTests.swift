import FoundationEssentials
import Networking
import TestSupport
import Testing

@testable import LWSTransport

extension ConnectionTests {
    @Suite("Dialling")
    struct DialTests {
        @Test("A status instead of the upgrade is told, redirects included", arguments: [200, 302, 401, 409, 503])
        func tellsTheStatus(status: Int) async throws {
            let script = """
                request = peer.request()
                peer.raw(b"HTTP/1.1 \(status) No\\r\\nLocation: ws://127.0.0.1:1/\\r\\nContent-Length: 2\\r\\n\\r\\nno")
                peer.ignore()
                """
            try await ScriptedPeer.with(script) { peer in
                try await withTransport { transport in
                    let error = try await failure(of: transport, .test(peer.url))
                    #expect(error.code == .upgradeRefused)
                    #expect(error.status == status)
                    #expect(error.message == "127.0.0.1 answered the upgrade with HTTP \(status)")
                    #expect(try await peer.report() == "gone")
                }
            }
        }

        @Test("The request carries the path, the query and the host as given")
        func sendsTheRequest() async throws {
            let script = """
                lines = peer.request().split("\\r\\n")
                report(lines[0])
                report([line for line in lines if line.startswith("Host: ")])
                """
            try await ScriptedPeer.with(script) { peer in
                try await withTransport { transport in
                    _ = try await failure(
                        of: transport, .test("ws://localhost:\(peer.port)/link/?ticket=a%20b&app_id=A"))
                    #expect(try await peer.report() == "GET /link/?ticket=a%20b&app_id=A HTTP/1.1")
                    #expect(try await peer.report() == "['Host: localhost:\(peer.port)']")
                }
            }
        }

        @Test(
            "An answer that is no upgrade at all is malformed",
            arguments: ["HTTP/1.1 101 Fine", "HTTP/1.1 101 Fine\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade"])
        func refusesBadHandshakes(answer: String) async throws {
            let script = "peer.request()\npeer.raw(b'\(answer)\\r\\n\\r\\n')\npeer.ignore()"
            try await ScriptedPeer.with(script) { peer in
                try await withTransport { transport in
                    let error = try await failure(of: transport, .test(peer.url))
                    #expect(error.code == .malformedResponse)
                }
            }
        }

        @Test("A server that hangs up during the upgrade is a lost connection", arguments: ["peer.reset()", "return"])
        func noticesHangUps(ending: String) async throws {
            try await ScriptedPeer.with("peer.request()\n\(ending)") { peer in
                try await withTransport { transport in
                    let error = try await failure(of: transport, .test(peer.url))
                    #expect(error.code == .connectionLost)
                    #expect(error.isTransient)
                }
            }
        }

        @Test(
            "A server that stalls is given up after the timeout, and the connection with it",
            arguments: [
                ("ws", "peer.request(); peer.raw(b'HTTP/1.1 101 Swit')", "waiting for the answer to the upgrade"),
                ("wss", "peer.take(1)", "waiting for TLS"),
            ])
        func timesOut(scheme: String, behaviour: String, stage: String) async throws {
            try await ScriptedPeer.with("\(behaviour)\npeer.ignore()") { peer in
                try await withTransport { transport in
                    let request = WebSocketRequest.test(
                        "\(scheme)://127.0.0.1:\(peer.port)", connectTimeout: .milliseconds(300))
                    let error = try await failure(of: transport, request)
                    #expect(error.code == .timedOut)
                    #expect(error.message == "no connection to 127.0.0.1 within 0.3 seconds, \(stage)")
                    #expect(try await peer.report() == "gone")
                }
            }
        }

        @Test("A port nobody listens on is a failed connection")
        func noticesRefusal() async throws {
            let port = try await ScriptedPeer.with("return") { $0.port }
            try await withTransport { transport in
                let error = try await failure(of: transport, .test("ws://127.0.0.1:\(port)"))
                #expect(error == TransportError(.connectionFailed, "no TCP connection to 127.0.0.1 port \(port)"))
            }
        }

        @Test("A name that does not exist is not resolved")
        func noticesUnknownNames() async throws {
            // A label of more than 63 characters is refused before anybody is asked.
            let host = String(repeating: "a", count: 64) + ".invalid"
            try await withTransport { transport in
                let error = try await failure(of: transport, .test("wss://\(host)/"))
                #expect(error.code == .nameNotResolved)
                #expect(error.message.hasPrefix("\(host) could not be resolved: "))
            }
        }

        @Test("An IPv6 address is dialled", .enabled(if: hasIPv6, "this machine has ::1"))
        func dialsIPv6() async throws {
            let script = """
                head = peer.request().split("\\r\\n")
                report([line for line in head if line.startswith("Host: ")][0])
                peer.ignore()
                """
            try await ScriptedPeer.with(script, on: "::1") { peer in
                try await withTransport { transport in
                    let dial = Task {
                        try await transport.connect(.test("ws://[::1]:\(peer.port)/link"), respond: echo)
                    }
                    let host = try await peer.report()
                    #expect(host == "Host: [::1]:\(peer.port)")
                    dial.cancel()
                    _ = await dial.result
                }
            }
        }

        @Test("When the first addresses refuse, the next one is tried")
        func triesEveryAddress() async throws {
            try await FoxServer.with { server in
                // Only 127.0.0.1 listens.
                let transport = try LWSTransport(certificateFile: nil, proxies: ProxyRules(), log: nil) {
                    host, resolved in
                    resolved(.success(host == "slack.test" ? ["::1", "127.0.0.2", "127.0.0.3", "127.0.0.1"] : []))
                }
                let connection = try await transport.connect(
                    .test("ws://slack.test:\(server.port)/socket"), respond: echo)
                server.send("hello")
                var received = server.received.makeAsyncIterator()
                #expect(await received.next() == "hello")
                connection.close(within: .zero)
                await transport.shutdown()
            }
        }

        @Test("A URL that is none is refused at once")
        func refusesBadURLs() async throws {
            try await withTransport { transport in
                let error = try await failure(of: transport, .test("https://slack.com"))
                #expect(error.code == .invalidURL)
            }
        }

        @Test("Cancelling the task aborts the dial and drops its connection")
        func aborts() async throws {
            try await ScriptedPeer.with("peer.request()\nreport('dialled')\npeer.ignore()") { peer in
                try await withTransport { transport in
                    let dial = Task { try await failure(of: transport, .test(peer.url)) }
                    #expect(try await peer.report() == "dialled")
                    dial.cancel()
                    let error = try await dial.value
                    #expect(error.code == .cancelled)
                    #expect(try await peer.report() == "gone")
                }
            }
        }

        @Test("A task that is cancelled already does not connect")
        func abortsBeforeTheStart() async throws {
            try await withTransport { transport in
                let dial = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return try await failure(of: transport, .test("ws://127.0.0.1:1/"))
                }
                let error = try await dial.value
                #expect(error.code == .cancelled)
            }
        }

        @Test("Forty dials at once, each aborted or answered, leave nothing behind")
        func survivesManyDials() async throws {
            try await ScriptedPeer.with("peer.upgrade()\npeer.ignore()") { peer in
                try await withTransport { transport in
                    await withTaskGroup { group in
                        for index in 0..<40 {
                            let dial = Task {
                                let connection = try? await transport.connect(.test(peer.url), respond: echo)
                                connection?.close(within: .zero)
                                return await connection?.closure()
                            }
                            if index.isMultiple(of: 2) { dial.cancel() }
                            group.addTask { _ = await dial.value }
                        }
                    }
                    let connection = try await transport.connect(.test(peer.url), respond: echo)
                    connection.close(within: .zero)
                    #expect(await connection.closure() == .byUs)
                }
            }
        }
    }
}
