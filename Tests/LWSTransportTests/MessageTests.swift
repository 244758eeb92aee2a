import FoundationEssentials
import LWSTransport
import Networking
import Synchronization
import TestSupport
import Testing

extension ConnectionTests {
    @Suite("Messages")
    struct MessageTests {
        @Test("A thousand messages are answered in their order")
        func answersInOrder() async throws {
            try await FoxServer.with { server in
                try await withTransport { transport in
                    let connection = try await transport.connect(.test(server.url), respond: echo)
                    for index in 0..<1_000 { server.send("message \(index)") }
                    var answers: [String] = []
                    for await answer in server.received {
                        answers.append(answer)
                        if answers.count == 1_000 { break }
                    }
                    #expect(answers == (0..<1_000).map { "message \($0)" })
                    connection.close(within: .seconds(5))
                    #expect(await connection.closure() == .byUs)
                }
            }
        }

        @Test("What is sent from outside arrives in its order, up to a message of 300 KB")
        func sendsInOrder() async throws {
            try await FoxServer.with { server in
                try await withTransport { transport in
                    let connection = try await transport.connect(.test(server.url)) { _ in nil }
                    let texts = (0..<1_000).map { "\($0)" } + [String(repeating: "x", count: 300_000), "last"]
                    for text in texts { connection.send(Data(text)) }
                    var received: [String] = []
                    for await text in server.received {
                        received.append(text)
                        if text == "last" { break }
                    }
                    #expect(received == texts)
                }
            }
        }

        @Test(
            "A message of 4 MB in many frames with pings between them, or in one, is one message",
            arguments: [100, 7, 1])
        func reassembles(frames: Int) async throws {
            let script = """
                peer.upgrade()
                payload = os.urandom(4 << 20)
                step = len(payload) // \(frames) + 1
                for start in range(0, len(payload), step):
                    last = start + step >= len(payload)
                    peer.frame(TEXT if start == 0 else 0, payload[start:start + step], fin=last)
                    if start % (3 * step) == 0 and not last: peer.frame(PING, b"between")
                report("expected", len(payload), sum(payload))
                report("answered", peer.receive_text())
                """
            try await ScriptedPeer.with(script) { peer in
                try await withTransport { transport in
                    let connection = try await transport.connect(.test(peer.url)) { message in
                        Data("\(message.count) \(message.reduce(into: 0) { $0 += Int($1) })")
                    }
                    let expected = try await peer.report()
                    #expect(try await peer.report() == expected.replacing("expected", with: "answered"))
                    connection.close(within: .zero)
                }
            }
        }

        @Test("A message over the size limit ends the connection, though the peer goes on sending")
        func refusesLargeMessages() async throws {
            let script = """
                peer.upgrade()
                peer.frame(TEXT, b"x" * 600, fin=False)
                while True: peer.frame(0, b"x" * 600, fin=False)
                """
            try await ScriptedPeer.with(script) { peer in
                try await withTransport { transport in
                    let request = WebSocketRequest.test(peer.url, maximumMessageBytes: 1_000)
                    let connection = try await transport.connect(request, respond: echo)
                    guard case .lost(let error) = await connection.closure() else {
                        Issue.record("the connection did not end by itself")
                        return
                    }
                    #expect(error.code == .responseTooLarge)
                    #expect(try await peer.report() == "gone")
                }
            }
        }

        @Test("A message of exactly the size limit is delivered, and so is an empty one")
        func acceptsTheLimit() async throws {
            let script = """
                peer.upgrade()
                peer.frame(TEXT, b"x" * 600, fin=False)
                peer.frame(0, b"x" * 400)
                report(len(peer.receive_text()))
                peer.text("")
                report(len(peer.receive_text()))
                """
            try await ScriptedPeer.with(script) { peer in
                try await withTransport { transport in
                    let request = WebSocketRequest.test(peer.url, maximumMessageBytes: 1_000)
                    _ = try await transport.connect(request, respond: echo)
                    #expect(try await peer.report() == "1000")
                    #expect(try await peer.report() == "0")
                }
            }
        }

        @Test("Binary messages are passed over")
        func ignoresBinary() async throws {
            let script = """
                peer.upgrade()
                peer.frame(BINARY, b"\\x00\\x01")
                peer.text("text")
                report(peer.receive_text())
                """
            try await ScriptedPeer.with(script) { peer in
                try await withTransport { transport in
                    _ = try await transport.connect(.test(peer.url), respond: echo)
                    #expect(try await peer.report() == "text")
                }
            }
        }

        @Test("The peer's pings are answered with their payload")
        func answersPings() async throws {
            let script = """
                peer.upgrade()
                peer.frame(PING, b"are you there")
                opcode, payload = peer.receive()
                report(opcode == PONG, payload.decode())
                """
            try await ScriptedPeer.with(script) { peer in
                try await withTransport { transport in
                    _ = try await transport.connect(.test(peer.url), respond: echo)
                    #expect(try await peer.report() == "True are you there")
                }
            }
        }

        @Test("A message that comes with the answer to the upgrade is not lost")
        func takesEarlyMessages() async throws {
            let script = """
                hold, peer.raw = peer.raw, lambda data: held.append(data)
                held = []
                peer.upgrade()
                peer.text("hello")
                hold(b"".join(held))
                report(peer.receive_text())
                """
            try await ScriptedPeer.with(script) { peer in
                try await withTransport { transport in
                    _ = try await transport.connect(.test(peer.url), respond: echo)
                    #expect(try await peer.report() == "hello")
                }
            }
        }

        @Test("A peer that asks and asks and reads no answer is dropped before memory runs out")
        func dropsPeersThatDoNotRead() async throws {
            try await ScriptedPeer.with("peer.upgrade()\nwhile True: peer.text('more')") { peer in
                try await withTransport { transport in
                    let answer = Data(String(repeating: "x", count: 1 << 20))
                    let connection = try await transport.connect(.test(peer.url)) { _ in answer }
                    let error = TransportError(.connectionLost, "the peer does not read what it is sent")
                    #expect(await connection.closure() == .lost(error))
                    #expect(try await peer.report() == "gone")
                }
            }
        }

        @Test("Answers that a slow reader leaves waiting all arrive, in order")
        func waitsForSlowReaders() async throws {
            let script = """
                peer.upgrade()
                for index in range(300): peer.text(str(index))
                for index in range(300):
                    text = peer.receive_text()
                    assert text.startswith(f"{index} ") and len(text) > 50_000, text[:20]
                report("all there")
                """
            try await ScriptedPeer.with(script) { peer in
                try await withTransport { transport in
                    let padding = String(repeating: "x", count: 50_000)
                    _ = try await transport.connect(.test(peer.url)) { Data("\($0.text) \(padding)") }
                    #expect(try await peer.report() == "all there")
                }
            }
        }
    }
}
