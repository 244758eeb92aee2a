import CurlTransport
import Foundation
import Networking
import TestSupport
import Testing

@Suite("TLS")
struct TLSTests {
    private func send(
        _ kind: TestCertificates.Kind, host: String = "localhost", trusting: Bool = true
    ) async throws -> HTTPResponse {
        try await TestCertificates.with { certificates in
            let identity = try await certificates.identity(kind)
            return try await RawServer.with(script: echo) { server in
                try await TLSServer.with(identity, forwardingTo: server.port) { tls in
                    let transport = try makeTransport { if trusting { $0.certificateFile = certificates.authority } }
                    return try await transport.send(HTTPRequest(url: "https://\(host):\(tls.port)/"))
                }
            }
        }
    }

    @Test("A server of the given authority is believed, by name and by address", arguments: ["localhost", "127.0.0.1"])
    func valid(host: String) async throws {
        let answer = try await send(.valid, host: host)
        #expect(answer.status == 200)
        #expect(answer.lines.first == "GET / HTTP/1.1")
    }

    @Test(
        "A certificate that does not fit is refused, with the reason",
        arguments: [
            (TestCertificates.Kind.wrongHost, true, "no alternative certificate subject name matches"),
            (.selfSigned, true, "self-signed certificate"),
            (.expired, true, "certificate has expired"),
            (.valid, false, "unable to get local issuer certificate"),
        ])
    func refused(kind: TestCertificates.Kind, trusting: Bool, reason: String) async throws {
        let error = await #expect(throws: TransportError.self) { try await send(kind, trusting: trusting) }
        #expect(error?.code == .tlsFailed)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test("A server without TLS fails as TLS")
    func plain() async throws {
        let transport = try makeTransport()
        try await RawServer.with(script: { connection in
            try connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
            try connection.stall()
        }) { server in
            let error = await #expect(throws: TransportError.self) {
                try await transport.send(HTTPRequest(url: "https://127.0.0.1:\(server.port)/"))
            }
            #expect(error?.code == .tlsFailed)
        }
    }

    @Test(
        "A connection that ends in the handshake is lost, which may pass",
        arguments: [true, false], [true, false])
    func brokenHandshake(isGreeted: Bool, isReset: Bool) async throws {
        let transport = try makeTransport()
        let script: RawServer.Script = { connection in
            if isGreeted { try connection.receive() }
            if isReset { connection.reset() }
        }
        try await RawServer.with(script: script) { server in
            let error = await #expect(throws: TransportError.self) {
                try await transport.send(HTTPRequest(url: "https://127.0.0.1:\(server.port)/"))
            }
            #expect(error?.code == .connectionLost, "\(error?.message ?? "")")
            #expect(error?.isTransient == true)
        }
    }

    @Test("A certificate file that is missing or a directory is refused at once")
    func missingFile() async throws {
        try await TemporaryDirectory.with { directory in
            for (path, reason) in [(directory.file("none.pem"), "No such file"), (directory.path, "it is a directory")]
            {
                let error = #expect(throws: TransportError.self) { try makeTransport { $0.certificateFile = path } }
                #expect(error?.code == .tlsFailed)
                #expect(error?.message.hasPrefix("the certificate file \(path) cannot be read: \(reason)") == true)
            }
        }
    }

    @Test("A certificate file without certificates fails the request")
    func emptyFile() async throws {
        try await TemporaryDirectory.with { directory in
            let file = try directory.write("no certificate", to: "ca.pem")
            let transport = try makeTransport { $0.certificateFile = file }
            try await RawServer.with(script: echo) { server in
                let error = await #expect(throws: TransportError.self) {
                    try await transport.send(HTTPRequest(url: "https://127.0.0.1:\(server.port)/"))
                }
                #expect(error?.code == .tlsFailed)
            }
        }
    }
}
