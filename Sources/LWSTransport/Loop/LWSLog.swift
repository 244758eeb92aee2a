import CWebSockets
import Synchronization

/// libwebsockets' log is one per process and has no user data.
enum LWSLog {
    private static let sink = Mutex<(@Sendable (String) -> Void)?>(nil)

    /// Errors and warnings go to `log`; without one nothing is printed.
    static func route(to log: (@Sendable (String) -> Void)?) {
        sink.withLock { $0 = log }
        lws_set_log_level(log == nil ? 0 : Int32(LLL_ERR | LLL_WARN)) { _, line in
            guard let line else { return }
            LWSLog.write(String(cString: line))
        }
    }

    private static func write(_ line: String) {
        sink.withLock { $0 }?(String(line.prefix { $0 != "\n" }))
    }
}
