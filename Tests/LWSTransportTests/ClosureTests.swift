import FoundationEssentials
import LWSTransport
import Networking
import Synchronization
import TestSupport
import Testing

extension ConnectionTests {
    @Suite("Ends of connections")
    struct ClosureTests {
        @Test(
            "The peer's code and reason are told, and its close frame is answered",
            arguments: [(1000, ""), (1001, "going away"), (1011, "é"), (4001, "moved")])
        func tellsThePeersReason(code: Int, reason: String) async throws {
            let script = """
                peer.upgrade()
                peer.close(\(code), "\(reason)")
                opcode, payload = peer.receive()
                report(opcode == CLOSE, struct.unpack("!H", payload[:2])[0])
                peer.ignore()
                """
            try await ScriptedPeer.with(script) { peer in
                try await withTransport { transport in
                    let connection = try await transport.connect(.test(peer.url), respond: echo)
                    #expect(await connection.closure() == .byPeer(code: code, reason: reason))
                    #expect(await connection.closure() == .byPeer(code: code, reason: reason))
                    #expect(try await peer.report() == "True \(code)")
                    #expect(try await peer.report() == "gone")
                }
            }
        }

        @Test("A close frame without a code is 1005")
        func knowsTheMissingCode() async throws {
            try await ScriptedPeer.with("peer.upgrade()\npeer.frame(CLOSE)\npeer.ignore()") { peer in
                try await withTransport { transport in
                    let connection = try await transport.connect(.test(peer.url), respond: echo)
                    #expect(await connection.closure() == .byPeer(code: 1005, reason: ""))
                }
            }
        }

        @Test("A connection that ends without a close frame is lost", arguments: ["peer.reset()", "return"])
        func noticesLoss(ending: String) async throws {
            try await ScriptedPeer.with("peer.upgrade()\nif peer.receive_text() == 'end': \(ending)") { peer in
                try await withTransport { transport in
                    let connection = try await transport.connect(.test(peer.url), respond: echo)
                    connection.send(Data("end"))
                    let error = TransportError(.connectionLost, "the connection ended without a close frame")
                    #expect(await connection.closure() == .lost(error))
                    // Harmless, both.
                    connection.send(Data("too late"))
                    connection.close(within: .seconds(1))
                    #expect(await connection.closure() == .lost(error))
                }
            }
        }

        @Test("A peer that breaks the protocol is dropped")
        func dropsProtocolErrors() async throws {
            try await ScriptedPeer.with("peer.upgrade()\npeer.frame(3, b'?')\npeer.ignore()") { peer in
                try await withTransport { transport in
                    let connection = try await transport.connect(.test(peer.url), respond: echo)
                    guard case .lost = await connection.closure() else {
                        Issue.record("the connection did not count as lost")
                        return
                    }
                    #expect(try await peer.report() == "gone")
                }
            }
        }

        @Test("Closing sends what is queued, then the close frame, and waits for the peer's")
        func closesInGoodOrder() async throws {
            let script = """
                peer.upgrade()
                for _ in range(3): report(peer.receive_text())
                opcode, payload = peer.receive()
                report(opcode == CLOSE, struct.unpack("!H", payload[:2])[0])
                peer.close(1000)
                peer.ignore()
                """
            try await ScriptedPeer.with(script) { peer in
                try await withTransport { transport in
                    let connection = try await transport.connect(.test(peer.url), respond: echo)
                    for text in ["one", "two", "three"] { connection.send(Data(text)) }
                    connection.close(within: .seconds(30))
                    connection.close(within: .seconds(30))
                    #expect(await connection.closure() == .byUs)
                    for expected in ["one", "two", "three", "True 1000", "gone"] {
                        #expect(try await peer.report() == expected)
                    }
                }
            }
        }

        @Test(
            "Mistake 4, old sockets never closed: a peer that ignores the closing handshake is dropped when the limit is over",
            arguments: ["peer.ignore()", "while True: peer.text('more')"])
        func boundsTheHandshake(behaviour: String) async throws {
            try await ScriptedPeer.with("peer.upgrade()\n\(behaviour)") { peer in
                try await withTransport { transport in
                    let connection = try await transport.connect(.test(peer.url)) { _ in nil }
                    let begin = ContinuousClock.now
                    connection.close(within: .milliseconds(100))
                    #expect(await connection.closure() == .byUs)
                    // libwebsockets' own limit would be 5 s.
                    #expect(begin.duration(to: .now) < .seconds(4))
                    #expect(try await peer.report() == "gone")
                }
            }
        }

        @Test("Mistake 5, a late close: of two connections, one that is closed and drags on does not disturb the other")
        func keepsConnectionsApart() async throws {
            let script = """
                peer.upgrade()
                text = peer.receive_text()
                if text == "slow":
                    peer.receive()
                    for _ in range(1000): peer.text("late")
                    peer.close(1000, "late")
                    peer.ignore()
                while True:
                    peer.text(text + "!")
                    text = peer.receive_text()
                """
            try await ScriptedPeer.with(script) { peer in
                try await withTransport { transport in
                    let late = Mutex(0)
                    let slow = try await transport.connect(.test(peer.url)) { _ in
                        late.withLock { $0 += 1 }
                        return nil
                    }
                    let (answers, sink) = AsyncStream.makeStream(of: String.self)
                    let other = try await transport.connect(.test(peer.url)) { message in
                        sink.yield(message.text)
                        return nil
                    }
                    slow.send(Data("slow"))
                    slow.close(within: .milliseconds(1))
                    #expect(await slow.closure() == .byUs)
                    let countAtEnd = late.withLock { $0 }
                    var iterator = answers.makeAsyncIterator()
                    for index in 0..<100 {
                        other.send(Data("\(index)"))
                        #expect(await iterator.next() == "\(index)!")
                    }
                    #expect(late.withLock { $0 } == countAtEnd)
                    other.close(within: .zero)
                    #expect(await other.closure() == .byUs)
                }
            }
        }

        @Test("Shutting down ends every connection and dial, and refuses new ones")
        func shutsDown() async throws {
            let script = """
                if "never" in peer.request().split("\\r\\n")[0]: report("dialled")
                peer.ignore()
                """
            try await FoxServer.with { server in
                try await ScriptedPeer.with(script) { peer in
                    try await withTransport { transport in
                        let connection = try await transport.connect(.test(server.url), respond: echo)
                        async let dialled = failure(of: transport, .test("ws://127.0.0.1:\(peer.port)/never"))
                        #expect(try await peer.report() == "dialled")
                        await transport.shutdown()
                        #expect(await connection.closure() == .byUs)
                        #expect(try await dialled.code == .closed)
                        #expect(try await failure(of: transport, .test(server.url)).code == .closed)
                        connection.send(Data("too late"))
                    }
                }
            }
        }
    }
}
