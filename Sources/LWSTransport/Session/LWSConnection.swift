import FoundationEssentials
import Networking

/// An open connection, as its user sees it: everything is done on the loop's thread, found by the epoch.
final class LWSConnection: WebSocketConnection {
    let ended = Promise<WebSocketClosure>()
    private let epoch: UInt
    private let loop: EventLoop

    init(epoch: UInt, loop: EventLoop) {
        self.epoch = epoch
        self.loop = loop
    }

    func send(_ text: Data) {
        guard !ended.isFulfilled else { return }
        loop.post(.send(text, epoch: epoch))
    }

    func close(within limit: Duration) {
        guard !ended.isFulfilled else { return }
        loop.post(.close(epoch: epoch, within: limit))
    }

    func closure() async -> WebSocketClosure {
        await ended.value
    }
}
