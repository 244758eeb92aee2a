import FoundationEssentials
import LWSTransport
import Networking
import TestSupport
import Testing

extension ConnectionTests {
    @Suite("Proxies")
    struct ProxyTests {
        private static let proxy = """
            head = peer.request().split("\\r\\n")
            report(head[0])
            report([line for line in head if line.lower().startswith("proxy-authorization")])
            host, port = head[0].split()[1].split(":")
            backend = Peer(socket.create_connection((host, int(port))))
            peer.raw(b"HTTP/1.1 200 Connection established\\r\\n\\r\\n")
            def pump(source, target):
                while data := source.recv(65536): target.sendall(data)
            threading.Thread(target=pump, args=(backend.connection, peer.connection), daemon=True).start()
            pump(peer.connection, backend.connection)
            """

        @Test("Mistake 15, proxies ignored: HTTPS_PROXY opens a tunnel, with its credentials, to the name as given")
        func tunnels() async throws {
            try await TestCertificates.with { certificates in
                try await FoxServer.with { server in
                    try await TLSServer.with(certificates.identity(), forwardingTo: server.port) { tls in
                        try await ScriptedPeer.with(Self.proxy) { proxy in
                            let environment = ["HTTPS_PROXY": "http://user:p%40ss@127.0.0.1:\(proxy.port)/"]
                            let rules = ProxyRules(environment: environment)
                            try await withTransport(certificateFile: certificates.authority, proxies: rules) {
                                transport in
                                let url = "wss://localhost:\(tls.port)/socket"
                                _ = try await transport.connect(.test(url), respond: echo)
                                #expect(try await proxy.report() == "CONNECT localhost:\(tls.port) HTTP/1.1")
                                // user:p@ss
                                #expect(try await proxy.report() == "['Proxy-authorization: basic dXNlcjpwQHNz']")
                                server.send("hello")
                                var received = server.received.makeAsyncIterator()
                                #expect(await received.next() == "hello")
                            }
                        }
                    }
                }
            }
        }

        @Test("A proxy that refuses is named")
        func noticesRefusal() async throws {
            let script =
                "peer.request()\npeer.raw(b'HTTP/1.1 407 Proxy Authentication Required\\r\\n\\r\\n')\npeer.ignore()"
            try await ScriptedPeer.with(script) { proxy in
                let rules = ProxyRules(environment: ["https_proxy": "127.0.0.1:\(proxy.port)"])
                try await withTransport(proxies: rules) { transport in
                    let error = try await failure(of: transport, .test("wss://slack.invalid/"))
                    #expect(
                        error
                            == TransportError(
                                .connectionFailed, "the proxy 127.0.0.1 opened no tunnel to slack.invalid"))
                }
            }
        }

        @Test("Credentials libwebsockets has no room for do not lead past the proxy")
        func refusesLongCredentials() async throws {
            try await FoxServer.with { server in
                let rules = ProxyRules(environment: [
                    "http_proxy": "http://u:\(String(repeating: "x", count: 200))@127.0.0.1:1"
                ])
                try await withTransport(proxies: rules) { transport in
                    let error = try await failure(of: transport, .test(server.url))
                    #expect(error.code == .connectionFailed)
                }
            }
        }

        @Test("Mistake 15, proxies ignored: NO_PROXY is dialled directly")
        func goesDirectly() async throws {
            try await FoxServer.with { server in
                let rules = ProxyRules(environment: ["http_proxy": "http://127.0.0.1:1", "NO_PROXY": "127.0.0.1"])
                try await withTransport(proxies: rules) { transport in
                    let connection = try await transport.connect(.test(server.url), respond: echo)
                    connection.close(within: .zero)
                    #expect(await connection.closure() == .byUs)
                }
            }
        }
    }
}
