import Glibc
import Networking

/// Turns a name into addresses, the likeliest to work first (RFC 6724, done by `getaddrinfo`).
///
/// `getaddrinfo` blocks and cannot be stopped: each look-up has a thread of its own that ends with it.
enum Resolver {
    typealias Result = Swift.Result<[String], TransportError>
    typealias Function = @Sendable (_ host: String, _ completion: @escaping @Sendable (Result) -> Void) -> Void

    @Sendable
    static func resolve(_ host: String, completion: @escaping @Sendable (Result) -> Void) {
        if isAddress(host) { return completion(.success([host])) }
        guard let thread = PlatformThread("lws-resolve", { completion(addresses(of: host)) }) else {
            return completion(.failure(TransportError(.nameNotResolved, "no thread to resolve \(host) with")))
        }
        thread.detach()
    }

    private static func isAddress(_ host: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1
    }

    private static func addresses(of host: String) -> Result {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        let failure = getaddrinfo(host, nil, &hints, &list)
        guard failure == 0 else {
            let reason = String(cString: gai_strerror(failure))
            return .failure(TransportError(.nameNotResolved, "\(host) could not be resolved: \(reason)"))
        }
        defer { freeaddrinfo(list) }
        return .success(sequence(first: list!, next: { $0.pointee.ai_next }).compactMap(numeric))
    }

    private static func numeric(_ entry: UnsafeMutablePointer<addrinfo>) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { buffer in
            let failure = getnameinfo(
                entry.pointee.ai_addr, entry.pointee.ai_addrlen, buffer.baseAddress, socklen_t(buffer.count), nil, 0,
                NI_NUMERICHOST)
            return failure == 0 ? String(cString: buffer.baseAddress!) : nil
        }
    }
}
