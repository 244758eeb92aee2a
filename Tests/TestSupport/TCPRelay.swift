import Foundation
import Synchronization

/// A detour to a server on loopback whose connections can be cut like a cable.
public final class TCPRelay: Sendable {
    private final class Detour: Sendable {
        let (client, server): (RawConnection, RawConnection)
        let isCut = Mutex(false)

        init(_ client: RawConnection, _ server: RawConnection) {
            (self.client, self.server) = (client, server)
        }

        /// Ends both sides without a goodbye.
        func cut() {
            isCut.withLock { $0 = true }
            client.abort()
            server.abort()
        }

        /// Carries bytes both ways until one side is done.
        func run() {
            let answered = DispatchSemaphore(value: 0)
            Thread.detachNewThread { [self] in
                try? carry(from: server, to: client)
                answered.signal()
            }
            try? carry(from: client, to: server)
            answered.wait()
            server.close()
        }

        private func carry(from source: RawConnection, to target: RawConnection) throws {
            defer { if !isCut.withLock({ $0 }) { target.interrupt() } }
            while let bytes = try source.receiveSome() { try target.send(bytes) }
        }
    }

    private let server: RawServer
    private let detours: Detours

    private final class Detours: Sendable {
        let all = Mutex<[Detour]>([])
    }

    public var port: UInt16 { server.port }

    /// What each client sent, in the order they came.
    public var received: [Data] { server.received }

    /// Lends a relay to the server on `port`.
    public static nonisolated(nonsending) func with<Result>(
        to port: UInt16, _ body: nonisolated(nonsending) (TCPRelay) async throws -> Result
    ) async throws -> Result {
        let detours = Detours()
        let script: RawServer.Script = { client in
            let detour = Detour(client, try RawConnection.open(port: port))
            detours.all.withLock { $0.append(detour) }
            detour.run()
        }
        return try await RawServer.with(script: script) { try await body(TCPRelay($0, detours)) }
    }

    private init(_ server: RawServer, _ detours: Detours) {
        (self.server, self.detours) = (server, detours)
    }

    /// Resets every present connection at both ends (RST).
    public func cut() {
        let present = detours.all.withLock { all in
            defer { all = [] }
            return all
        }
        for detour in present { detour.cut() }
    }
}
