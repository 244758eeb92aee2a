import FlyingFox
import FlyingSocks
import FoundationEssentials
import Glibc
import Logging

/// Serves signs of life over HTTP: `/healthz`, `/readyz`, `/metrics`. The bot's only importer of FlyingFox.
public struct HealthServer: Sendable {
    /// What `/readyz` says.
    public struct Readiness: Hashable, Sendable {
        public var isReady: Bool
        /// A line for each thing that was looked at.
        public var text: String

        public init(isReady: Bool, text: String) {
            self.isReady = isReady
            self.text = text
        }
    }

    /// The address is taken, or not of this machine.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public var description: String
    }

    private let address: HealthAddress
    private let readiness: @Sendable () async -> Readiness
    private let metrics: @Sendable () async -> String
    private let log: Logger

    public init(
        address: HealthAddress, readiness: @escaping @Sendable () async -> Readiness,
        metrics: @escaping @Sendable () async -> String, log: Logger
    ) {
        self.address = address
        self.readiness = readiness
        self.metrics = metrics
        self.log = log
    }

    /// Serves until the task is cancelled.
    public func run() async throws(Failure) {
        do {
            let server = HTTPServer(config: try configuration())
            await server.appendRoute("GET /healthz") { _ in Self.response(.ok, "ok\n") }
            await server.appendRoute("GET /readyz") { _ in
                let answer = await readiness()
                return Self.response(answer.isReady ? .ok : .serviceUnavailable, answer.text)
            }
            await server.appendRoute("GET /metrics") { _ in
                Self.response(.ok, await metrics(), type: "text/plain; version=0.0.4; charset=utf-8")
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run() }
                group.addTask {
                    try await server.waitUntilListening()
                    let place = await Self.place(server)
                    log.notice("Signs of life are served.", metadata: ["address": "\(place)"])
                }
                try await group.waitForAll()
            }
        } catch {
            // A server that was stopped says so by an error.
            if Task.isCancelled { return }
            throw Failure(description: "signs of life cannot be served at \(address.local): \(error)")
        }
    }

    /// The scraper is trusted to be few; what it may send is bounded all the same.
    private func configuration() throws -> HTTPServer.Configuration {
        switch address.host {
        case .ipv4(let host):
            .init(
                address: try sockaddr_in.inet(ip4: host, port: address.port), timeout: 10,
                sharedRequestReplaySize: 4096,
                logger: .disabled)
        case .ipv6(let host):
            .init(
                address: try sockaddr_in6.inet6(ip6: host, port: address.port), timeout: 10,
                sharedRequestReplaySize: 4096, logger: .disabled)
        }
    }

    private static func place(_ server: HTTPServer) async -> String {
        switch await server.listeningAddress {
        case .ip4(let host, let port): "http://\(host):\(port)"
        case .ip6(let host, let port): "http://[\(host)]:\(port)"
        default: "nowhere"
        }
    }

    private static func response(
        _ status: HTTPStatusCode, _ text: String, type: String = "text/plain; charset=utf-8"
    ) -> HTTPResponse {
        HTTPResponse(
            statusCode: status, headers: [.contentType: type, HTTPHeader("Cache-Control"): "no-store"],
            body: Data(text.utf8))
    }
}
