import CCurl
import Networking

/// Carries all exchanges of a transport on one thread: so many at once, the others in line.
final class TransferLoop: @unchecked Sendable {  // All but `mailbox` is for the thread in `run`.
    /// Handles kept for the next requests; more of them would only cost memory.
    private static let maximumIdleTransfers = 16

    private let options: CurlTransport.Options
    private let mailbox: Mailbox
    private var multi: Multi
    private var active: [ObjectIdentifier: Transfer] = [:]
    private var idle: [Transfer] = []
    private var line = WaitingLine<Exchange>()
    /// Whether connections and handles are kept.
    private var hasLeftovers = false
    private let quietTime: Duration

    init(options: CurlTransport.Options, quietTime: Duration) {
        self.options = options
        self.quietTime = quietTime
        self.multi = Multi(maximumConnections: options.maximumConnections)
        self.mailbox = Mailbox(multi)
    }

    /// Hands an exchange over, from any thread.
    func start(_ exchange: Exchange) {
        if !mailbox.post({ $0.started.append(exchange) }) { exchange.finish(.failure(Self.closed)) }
    }

    /// Ends the transfer of an exchange that is over, from any thread.
    func stop(_ exchange: Exchange) {
        _ = mailbox.post { $0.stopped.append(exchange) }
    }

    /// Makes `run` return, from any thread.
    func close() {
        mailbox.close()
    }

    /// The thread's whole life.
    func run() {
        while true {
            let (mail, isOpen) = mailbox.collect()
            // In this order: an exchange may be started and stopped in one delivery.
            for exchange in mail.started { line.append(exchange, deadline: exchange.deadline) }
            for exchange in mail.stopped { stopTransfer(of: exchange) }
            guard isOpen else { return end() }
            admit()
            multi.perform()
            while let (transfer, result) = multi.nextEnded() { end(transfer, result) }
            admit()
            sleep()
        }
    }

    private func admit() {
        guard !line.isEmpty else { return }
        let now = ContinuousClock.now
        for exchange in line.removeExpired(now: now) {
            exchange.finish(.failure(TransportError(.timedOut, "\(exchange.request.label): timed out in line")))
        }
        while active.count < options.maximumConnections, let exchange = line.popFirst() {
            if !exchange.isOver { begin(exchange, remaining: exchange.deadline - now) }
        }
    }

    private func begin(_ exchange: Exchange, remaining: Duration) {
        let transfer = idle.popLast() ?? Transfer(options: options)
        transfer.prepare(exchange, remaining: remaining)
        active[ObjectIdentifier(exchange)] = transfer
        multi.add(transfer)
        hasLeftovers = true
    }

    private func end(_ transfer: Transfer, _ result: CURLcode) {
        guard let exchange = transfer.exchange else { return }
        active[ObjectIdentifier(exchange)] = nil
        multi.remove(transfer)
        transfer.finish(result)
        keep(transfer)
    }

    private func stopTransfer(of exchange: Exchange) {
        line.remove(exchange)
        guard let transfer = active.removeValue(forKey: ObjectIdentifier(exchange)) else { return }
        multi.remove(transfer)
        transfer.clear()
        keep(transfer)
    }

    private func end() {
        for exchange in active.values.compactMap(\.exchange) + line.removeAll() {
            exchange.finish(.failure(Self.closed))
            stopTransfer(of: exchange)
        }
        renew()
    }

    private func keep(_ transfer: Transfer) {
        if idle.count < Self.maximumIdleTransfers { idle.append(transfer) }
    }

    private func sleep() {
        guard active.isEmpty, line.isEmpty else {
            return multi.poll(line.nextDeadline.map { $0 - .now } ?? Self.forever)
        }
        guard hasLeftovers else { return multi.poll(Self.forever) }
        let start = ContinuousClock.now
        multi.poll(quietTime)
        if .now - start >= quietTime { renew() }
    }

    /// Lets go of the kept connections and handles; curl does so only when the next request comes.
    private func renew() {
        idle = []
        multi = Multi(maximumConnections: options.maximumConnections)
        mailbox.wake(multi)
        hasLeftovers = false
        // Only the pages that malloc gives back make the process smaller.
        ccurl_release_memory()
    }

    private static let forever = Duration.seconds(1 << 20)
    private static let closed = TransportError(.closed, "the transport was shut down")
}
