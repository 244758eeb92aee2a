import Foundation
import Networking

@testable import Sandbox

/// What no well-behaved Slack does.
extension Workspace {
    /// Sends an envelope of a documented type with any payload.
    func sendEvent(_ payload: JSONValue) { deliver(.event, payload) }

    /// Sends a frame as it is on every connection.
    func sendFrame(_ text: String) {
        for connection in connections.all { connection.outgoing.yield(.text(Data(text.utf8))) }
    }

    /// The Web API works again.
    func mend() { faults = Faults() }
}
