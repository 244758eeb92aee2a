import Foundation
import Synchronization

/// One accepted connection of a `RawServer`; its blocking calls are for the script's thread only.
public final class RawConnection: Sendable {
    private struct State {
        var socket: Int32?
        var received = Data()
        var unread = Data()
    }

    private let state: Mutex<State>

    init(_ socket: Int32) {
        state = Mutex(State(socket: socket))
    }

    /// Connects to a server on loopback.
    static func open(port: UInt16) throws -> RawConnection {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            let reason = POSIXErrorCode(rawValue: errno) ?? .EIO
            Glibc.close(descriptor)
            throw POSIXError(reason)
        }
        return RawConnection(descriptor)
    }

    /// Everything received so far.
    public var received: Data { state.withLock { $0.received } }

    /// The next HTTP/1.1 request with its body, as sent; nil when the peer has gone.
    public func receiveRequest() throws -> Data? {
        let separator = Data("\r\n\r\n".utf8)
        while true {
            let unread = state.withLock { $0.unread }
            if let head = unread.range(of: separator) {
                let total = head.upperBound + Self.contentLength(of: unread[..<head.lowerBound])
                if unread.count >= total {
                    state.withLock { $0.unread = Data(unread[total...]) }
                    return unread[..<total]
                }
            }
            guard try receive() else { return nil }
        }
    }

    /// Waits until the peer goes or the test is over, and answers nothing.
    public func stall() throws {
        while try receive() {}
    }

    /// Sends bytes as they are.
    public func send(_ data: Data) throws {
        var rest = data[...]
        while !rest.isEmpty {
            let socket = try openSocket()
            let count = rest.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends text as it is.
    public func send(_ text: String) throws {
        try send(Data(text.utf8))
    }

    /// Sends a well-formed HTTP/1.1 answer.
    public func respond(status: Int = 200, headers: [String: String] = [:], body: Data = Data()) throws {
        let fields = headers.map { "\($0.key): \($0.value)\r\n" }.sorted().joined()
        try send(Data("HTTP/1.1 \(status) Scripted\r\nContent-Length: \(body.count)\r\n\(fields)\r\n".utf8) + body)
    }

    /// Ends the connection in good order (FIN).
    public func close() {
        state.withLock { state in
            if let socket = state.socket { Glibc.close(socket) }
            state.socket = nil
        }
    }

    /// Ends the connection the hard way (RST).
    public func reset() {
        linger()
        close()
    }

    /// Makes closing send an RST.
    private func linger() {
        state.withLock { state in
            var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
            let size = socklen_t(MemoryLayout.size(ofValue: linger))
            if let socket = state.socket { setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, size) }
        }
    }

    /// Makes the script's thread end the connection the hard way, from any thread.
    func abort() {
        linger()
        state.withLock { state in
            if let socket = state.socket { _ = shutdown(socket, Int32(SHUT_RD)) }
        }
    }

    /// Makes every blocking call return, from any thread.
    func interrupt() {
        state.withLock { state in
            if let socket = state.socket { _ = shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }

    /// Waits for more bytes, of any kind; false when the peer has gone.
    @discardableResult
    public func receive() throws -> Bool {
        try receiveSome() != nil
    }

    /// The next bytes, of any kind; nil when the peer has gone.
    func receiveSome() throws -> Data? {
        let socket = try openSocket()
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { return nil }
        let bytes = Data(buffer[..<count])
        state.withLock { state in
            state.received += bytes
            state.unread += bytes
        }
        return bytes
    }

    private func openSocket() throws -> Int32 {
        guard let socket = state.withLock({ $0.socket }) else { throw POSIXError(.ENOTCONN) }
        return socket
    }

    private static func contentLength(of head: Data) -> Int {
        let lines = String(decoding: head, as: UTF8.self).lowercased().components(separatedBy: "\r\n")
        let field = lines.first { $0.hasPrefix("content-length:") }
        return field.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
    }
}
