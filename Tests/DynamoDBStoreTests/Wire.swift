import FoundationEssentials
import Networking
import Synchronization

/// What one test's store asks, on its way to moto: it is remembered, and refused where the test says so.
final class Wire: HTTPTransport {
    struct Call: Sendable {
        /// Such as `TransactWriteItems`.
        let operation: String
        let bytes: Int
    }

    private let transport: any HTTPTransport
    private let log = Mutex<[Call]>([])
    private let isCut = Mutex<@Sendable (_ operation: String) -> Bool>({ _ in false })

    init(_ transport: any HTTPTransport) {
        self.transport = transport
    }

    var calls: [Call] { log.withLock { $0 } }

    func forget() { log.withLock { $0 = [] } }

    /// From now on; what AWS is not allowed to do is refused for good.
    func cut(where isCut: @escaping @Sendable (_ operation: String) -> Bool) { self.isCut.withLock { $0 = isCut } }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let target = request.headers["X-Amz-Target"] ?? ""
        let call = Call(operation: String(target.split(separator: ".").last ?? ""), bytes: request.body.count)
        log.withLock { $0.append(call) }
        guard !isCut.withLock({ $0 })(call.operation) else {
            let body = #"{"__type":"AccessDeniedException","message":"No."}"#
            return HTTPResponse(status: 400, headers: [:], body: Data(body.utf8))
        }
        return try await transport.send(request)
    }
}
