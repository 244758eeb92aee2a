/// Where signs of life are served: `127.0.0.1:9464`, `[::1]:9464`, or `:9464` for every address of the machine.
public struct HealthAddress: Hashable, Sendable {
    public enum Host: Hashable, Sendable {
        case ipv4(String)
        case ipv6(String)
    }

    public var host: Host
    /// 0 for a free one.
    public var port: UInt16

    /// nil for what is not an address and a port.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        self.port = port
        let name = text[..<colon]
        if name.first == "[", name.last == "]" {
            host = .ipv6(String(name.dropFirst().dropLast()))
        } else if name.contains(":") {
            return nil
        } else {
            host = .ipv4(name.isEmpty ? "0.0.0.0" : name == "localhost" ? "127.0.0.1" : String(name))
        }
    }

    /// The same as somebody on this machine asks it.
    public var local: String {
        switch host {
        case .ipv4(let name): "\(name == "0.0.0.0" ? "127.0.0.1" : name):\(port)"
        case .ipv6(let name): "[\(name == "::" ? "::1" : name)]:\(port)"
        }
    }
}
