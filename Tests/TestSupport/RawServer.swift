import Foundation
import Synchronization

/// A TCP server on a free loopback port that follows a script, for answers no HTTP server would give. The script runs
/// once for each connection, on a thread of its own; when it returns or throws, the connection is closed.
public final class RawServer: Sendable {
    public typealias Script = @Sendable (RawConnection) throws -> Void

    private struct State {
        var connections: [RawConnection] = []
        var isStopped = false
    }

    public let port: UInt16
    private let listener: Int32
    private let threads = DispatchGroup()
    private let state = Mutex(State())

    /// Lends a server to `body`; whatever still runs afterwards is interrupted and waited for.
    public static nonisolated(nonsending) func with<Result>(
        script: @escaping Script, _ body: nonisolated(nonsending) (RawServer) async throws -> Result
    ) async throws -> Result {
        let server = try RawServer(script: script)
        do {
            let result = try await body(server)
            await server.stop()
            return result
        } catch {
            await server.stop()
            throw error
        }
    }

    /// `http://127.0.0.1:<port>`
    public var url: String { "http://127.0.0.1:\(port)" }

    /// Everything received so far, one item for each connection in the order they were accepted.
    public var received: [Data] { state.withLock { $0.connections.map(\.received) } }

    private init(script: @escaping Script) throws {
        (listener, port) = try listen()
        start { [self] in
            while case let socket = accept(listener, nil, nil), socket >= 0 {
                _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
                let connection = RawConnection(socket)
                let isWanted = state.withLock { state in
                    state.connections.append(connection)
                    return !state.isStopped
                }
                guard isWanted else { return connection.close() }
                start {
                    try? script(connection)
                    connection.close()
                }
            }
        }
    }

    private func start(_ work: @escaping @Sendable () -> Void) {
        threads.enter()
        Thread.detachNewThread { [threads] in
            work()
            threads.leave()
        }
    }

    private func stop() async {
        // Wakes the accepting thread.
        shutdown(listener, Int32(SHUT_RDWR))
        state.withLock { state in
            state.isStopped = true
            state.connections.forEach { $0.interrupt() }
        }
        await withCheckedContinuation { continuation in
            threads.notify(queue: .global()) { continuation.resume() }
        }
        Glibc.close(listener)
    }
}

/// A listening socket on a loopback port that the system chooses.
private func listen() throws -> (socket: Int32, port: UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutableBytes(of: &address) { bytes in
        let address = bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self)
        return bind(listener, address, length) == 0 && Glibc.listen(listener, 1024) == 0
            ? getsockname(listener, address, &length) : -1
    }
    guard status == 0 else {
        defer { close(listener) }
        throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO)
    }
    return (listener, UInt16(bigEndian: address.sin_port))
}
