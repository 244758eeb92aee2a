import CurlTransport
import Foundation
import Networking
import TestSupport
import Testing

@Suite("Cancellation and shutdown")
struct CancellationTests {
    /// Answers nothing; tells when a request has come, and when its connection has ended.
    private func stalling(_ arrived: Event, _ ended: Event = Event()) -> RawServer.Script {
        { connection in
            _ = try connection.receiveRequest()
            arrived.happen()
            try connection.stall()
            ended.happen()
        }
    }

    private func outcome(_ task: Task<HTTPResponse, any Error>) async -> TransportError.Code? {
        do {
            _ = try await task.value
            return nil
        } catch {
            return (error as? TransportError)?.code
        }
    }

    @Test("A task cancelled before it sends does not send")
    func before() async throws {
        let transport = try makeTransport()
        try await RawServer.with(script: echo) { server in
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await transport.send(HTTPRequest(url: server.url + "/cancelled"))
            }
            #expect(await outcome(task) == .cancelled)
            _ = try await transport.send(HTTPRequest(url: server.url + "/next"))
            #expect(server.received.count == 1)
            #expect(server.received.first?.starts(with: Data("GET /next".utf8)) == true)
        }
    }

    @Test("A task cancelled while it waits ends at once, and its connection with it")
    func during() async throws {
        let transport = try makeTransport()
        let (arrived, ended) = (Event(), Event())
        try await RawServer.with(script: stalling(arrived, ended)) { server in
            let task = Task { try await transport.send(HTTPRequest(url: server.url)) }
            await arrived.happened()
            task.cancel()
            #expect(await outcome(task) == .cancelled)
            await ended.happened()
        }
    }

    @Test("A request in line can be cancelled, or run out of time, while another holds the only connection")
    func inLine() async throws {
        let transport = try makeTransport { $0.maximumConnections = 1 }
        let arrived = Event()
        try await RawServer.with(script: stalling(arrived)) { server in
            let first = Task { try await transport.send(HTTPRequest(url: server.url)) }
            await arrived.happened()
            let second = Task { try await transport.send(HTTPRequest(url: server.url)) }
            let third = Task {
                try await transport.send(HTTPRequest(url: server.url, timeout: .milliseconds(100)))
            }
            #expect(await outcome(third) == .timedOut)
            second.cancel()
            #expect(await outcome(second) == .cancelled)
            first.cancel()
            #expect(await outcome(first) == .cancelled)
            #expect(server.received.count == 1)
        }
    }

    @Test("Cancellations at any moment leave no request unanswered and the transport in order")
    func storm() async throws {
        let transport = try makeTransport { $0.maximumConnections = 8 }
        try await RawServer.with(script: echo) { server in
            let tasks = (0..<400).map { _ in Task { try await transport.send(HTTPRequest(url: server.url)) } }
            for (number, task) in tasks.enumerated() where number % 3 != 0 {
                if number % 7 == 0 { await Task.yield() }
                task.cancel()
            }
            for (number, task) in tasks.enumerated() {
                let code = await outcome(task)
                #expect(code == nil || code == .cancelled && number % 3 != 0)
            }
            let answer = try await transport.send(HTTPRequest(url: server.url))
            #expect(answer.status == 200)
        }
    }

    @Test("A shutdown fails what is under way, what is in line and what comes later, and may be called twice")
    func shutdown() async throws {
        let transport = try makeTransport { $0.maximumConnections = 1 }
        let (arrived, ended) = (Event(), Event())
        try await RawServer.with(script: stalling(arrived, ended)) { server in
            let tasks = (0..<3).map { _ in Task { try await transport.send(HTTPRequest(url: server.url)) } }
            await arrived.happened()
            transport.shutdown()
            for task in tasks { #expect(await outcome(task) == .closed) }
            await ended.happened()
            transport.shutdown()
            let later = Task { try await transport.send(HTTPRequest(url: server.url)) }
            #expect(await outcome(later) == .closed)
        }
    }

    @Test(
        "A transport that is shut down or that nobody holds any more closes its connections", arguments: [true, false])
    func keptConnections(isShutDown: Bool) async throws {
        let ended = Event()
        let script: RawServer.Script = { connection in
            try echo(connection)
            ended.happen()
        }
        try await RawServer.with(script: script) { server in
            var transport: CurlTransport? = try makeTransport()
            _ = try await transport?.send(HTTPRequest(url: server.url))
            if isShutDown { transport?.shutdown() } else { transport = nil }
            await ended.happened()
            transport = nil
        }
    }
}
