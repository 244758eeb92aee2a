import FoundationEssentials
import LWSTransport
import Networking
import Synchronization
import TestSupport
import Testing

extension ConnectionTests {
    @Suite("TLS")
    struct TLSTests {
        @Test(
            "Mistake 15, a custom CA file: a server whose authority is in the certificate file is trusted, by name and by address"
        )
        func trustsTheCertificateFile() async throws {
            try await TestCertificates.with { certificates in
                try await FoxServer.with { server in
                    try await TLSServer.with(certificates.identity(), forwardingTo: server.port) { tls in
                        try await withTransport(certificateFile: certificates.authority) { transport in
                            // The server listens on 127.0.0.1 only: where localhost is ::1 first, the second address must do.
                            let url = "wss://localhost:\(tls.port)/socket"
                            let connection = try await transport.connect(.test(url), respond: echo)
                            server.send("hello")
                            var received = server.received.makeAsyncIterator()
                            #expect(await received.next() == "hello")
                            connection.close(within: .seconds(5))
                            #expect(await connection.closure() == .byUs)
                        }
                    }
                }
            }
        }

        @Test(
            "A certificate that is not in order is refused with its reason, for good",
            arguments: [
                (TestCertificates.Kind.wrongHost, "hostname mismatch"),
                (.expired, "certificate has expired"),
                (.selfSigned, "self-signed certificate"),
            ])
        func refusesBadCertificates(kind: TestCertificates.Kind, reason: String) async throws {
            try await TestCertificates.with { certificates in
                try await TLSServer.with(certificates.identity(kind), forwardingTo: 1) { tls in
                    try await withTransport(certificateFile: certificates.authority) { transport in
                        let error = try await failure(of: transport, .test("wss://localhost:\(tls.port)"))
                        let message = "the certificate of localhost is not trusted: \(reason)"
                        #expect(error == TransportError(.tlsFailed, message))
                        #expect(!error.isTransient)
                    }
                }
            }
        }

        @Test("libwebsockets' own complaints go to the log closure")
        func logs() async throws {
            try await TestCertificates.with { certificates in
                try await TLSServer.with(certificates.identity(.expired), forwardingTo: 1) { tls in
                    let lines = Mutex<[String]>([])
                    let transport = try LWSTransport(certificateFile: certificates.authority) { line in
                        lines.withLock { $0.append(line) }
                    }
                    _ = try await failure(of: transport, .test("wss://localhost:\(tls.port)"))
                    await transport.shutdown()
                    #expect(lines.withLock { $0 }.contains { $0.contains("certificate has expired") })
                }
            }
        }

        @Test("An address that is not in the certificate is refused")
        func refusesTheWrongAddress() async throws {
            try await TestCertificates.with { certificates in
                try await TLSServer.with(certificates.identity(.wrongHost), forwardingTo: 1) { tls in
                    try await withTransport(certificateFile: certificates.authority) { transport in
                        let error = try await failure(of: transport, .test("wss://127.0.0.1:\(tls.port)"))
                        let message = "the certificate of 127.0.0.1 is not trusted: IP address mismatch"
                        #expect(error == TransportError(.tlsFailed, message))
                    }
                }
            }
        }

        @Test("An authority the system does not know is refused")
        func refusesUnknownAuthorities() async throws {
            try await TestCertificates.with { certificates in
                try await TLSServer.with(certificates.identity(), forwardingTo: 1) { tls in
                    try await withTransport { transport in
                        let error = try await failure(of: transport, .test("wss://localhost:\(tls.port)"))
                        let message =
                            "the certificate of localhost is not trusted: unable to get local issuer certificate"
                        #expect(error == TransportError(.tlsFailed, message))
                    }
                }
            }
        }

        @Test("A server that does not speak TLS is told apart from one that hangs up")
        func tellsFailuresApart() async throws {
            try await ScriptedPeer.with("peer.take(1)\npeer.raw(b'HTTP/1.1 400 Bad\\r\\n\\r\\n')\npeer.ignore()") {
                peer in
                try await withTransport { transport in
                    let error = try await failure(of: transport, .test("wss://127.0.0.1:\(peer.port)"))
                    #expect(error == TransportError(.tlsFailed, "TLS with 127.0.0.1 failed: wrong version number"))
                }
            }
            try await ScriptedPeer.with("peer.take(1)") { peer in
                try await withTransport { transport in
                    let error = try await failure(of: transport, .test("wss://127.0.0.1:\(peer.port)"))
                    #expect(error.code == .connectionLost)
                    #expect(error.isTransient)
                }
            }
        }

        @Test("A certificate file that is missing is an error before anything starts")
        func noticesMissingFiles() {
            let error = #expect(throws: TransportError.self) { try LWSTransport(certificateFile: "/nowhere/ca.pem") }
            let message = "the certificate file /nowhere/ca.pem cannot be read: No such file or directory"
            #expect(error == TransportError(.tlsFailed, message))
        }

        @Test("A certificate file without certificates is an error at the first dial, and at the next")
        func noticesEmptyFiles() async throws {
            try await TemporaryDirectory.with { directory in
                let file = try directory.write("no certificate", to: "ca.pem")
                try await withTransport(certificateFile: file) { transport in
                    for _ in 0..<2 {
                        let error = try await failure(of: transport, .test("wss://127.0.0.1:1"))
                        #expect(error.code == .tlsFailed)
                        #expect(error.message.hasPrefix("no certificate could be read from \(file)"))
                    }
                }
            }
        }
    }
}
