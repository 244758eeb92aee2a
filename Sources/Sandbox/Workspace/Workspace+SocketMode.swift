import FoundationEssentials
import Networking

extension Workspace {
    /// Frames of the app that are larger close the socket.
    static let largestFrame = 20_480

    /// `apps.connections.open`: an address for one connection.
    func issueTicket() -> String {
        let ticket = UUID().uuidString.lowercased()
        connections.admit(ticket)
        return "ws\(base.dropFirst(4))/link/?ticket=\(ticket)&app_id=\(identity.app)"
    }

    /// Opens a connection for a ticket; nil when the ticket is unknown or used.
    func open(ticket: String) -> ServedSocket? {
        guard connections.redeem(ticket) else { return nil }
        let (frames, outgoing) = AsyncStream<WireFrame>.makeStream()
        if connections.all.count >= Connections.maximum {
            refuseConnection(outgoing)
            return ServedSocket(outgoing: frames, received: { _ in }, ended: {})
        }
        let connection = connections.add(outgoing)
        connection.send([
            "type": "hello", "num_connections": .int(connections.all.count),
            "connection_info": ["app_id": .string(identity.app)],
            "debug_info": ["host": "applink-sandbox", "build_number": 1, "approximate_connection_time": 18060],
        ])
        ping(connection)
        journal.append(.connected(connection.number))
        return ServedSocket(
            outgoing: frames, received: { [weak self] in await self?.receive($0, on: connection) },
            ended: { [weak self] in await self?.end(connection, close: nil) })
    }

    private func refuseConnection(_ outgoing: AsyncStream<WireFrame>.Continuation) {
        let notice: JSONValue = [
            "type": "disconnect", "reason": "too_many_websockets", "debug_info": ["host": "applink-sandbox"],
        ]
        outgoing.yield(.text(notice.encoded))
        outgoing.yield(.close(code: 1000, reason: ""))
        outgoing.finish()
    }

    private func ping(_ connection: Connection) {
        timetable.after(timings.ping) { [weak self] in await self?.pingNow(connection) }
    }

    private func pingNow(_ connection: Connection) {
        guard connections.all.contains(where: { $0.number == connection.number }),
            !connections.isSilent(connection.number)
        else { return }
        connection.outgoing.yield(.ping(Data("Ping from applink-sandbox".utf8)))
        ping(connection)
    }

    func end(_ connection: Connection, close: WireFrame?) {
        if let close { connection.outgoing.yield(close) }
        connection.outgoing.finish()
        if connections.remove(connection.number) { journal.append(.disconnected(connection.number)) }
    }

    private func receive(_ frame: WireFrame, on connection: Connection) {
        guard !connections.isSilent(connection.number) else { return }
        switch frame {
        case .ping(let data): connection.outgoing.yield(.pong(data))
        case .pong, .close: break
        case .text(let text) where text.count > Self.largestFrame:
            end(connection, close: .close(code: 1009, reason: "Message Too Big"))
        case .text(let text):
            guard let message = try? JSONValue(parsing: text), let envelope = message["envelope_id"]?.string else {
                return end(connection, close: .close(code: 1003, reason: "Unsupported Data"))
            }
            acknowledge(envelope, message["payload"])
        }
    }

    private func acknowledge(_ envelope: String, _ response: JSONValue?) {
        guard let (delivery, record) = deliveries.acknowledge(envelope, response) else { return }
        journal.append(.acknowledged(record))
        switch delivery.purpose {
        case .command(_, _, let url): if let response { answer(url, with: response) }
        case .submission(let modal): finishSubmission(of: modal, response)
        case .suggestion(let typed): offer(response, for: typed)
        case .event, .click, .notification: break
        }
    }

    // MARK: Deliveries

    func deliver(_ purpose: Delivery.Purpose, _ payload: JSONValue) {
        let delivery = Delivery(number: mintNumber(), purpose: purpose, payload: payload)
        deliveries.add(delivery)
        attempt(delivery)
    }

    private func attempt(_ delivery: Delivery) {
        let attempt = deliveries.all[delivery.number]?.attempts ?? 0
        guard let connection = connections.next() else {
            deliveries.skipAttempt(delivery.number)
            return settle(delivery, attempt: attempt, failure: "dispatch_failed")
        }
        let envelope = UUID().uuidString.lowercased()
        guard let record = deliveries.attempt(delivery.number, envelope: envelope, on: connection.number) else {
            return
        }
        if !connections.isSilent(connection.number) {
            connection.send(record.frame(acceptsResponse: delivery.acceptsResponse))
        }
        journal.append(.sent(record))
        timetable.after(timings.acknowledgement) { [weak self] in
            await self?.settle(delivery, attempt: attempt, failure: "operation_timeout")
        }
    }

    private func settle(_ delivery: Delivery, attempt: Int, failure: String) {
        switch deliveries.overdue(delivery.number, attempt: attempt, retries: timings.retries) {
        case .nothing: break
        case .retry(let delay): timetable.after(delay) { [weak self] in await self?.retry(delivery) }
        case .giveUp: tellFailure(delivery.purpose, failure)
        }
    }

    private func retry(_ delivery: Delivery) {
        if deliveries.all[delivery.number]?.isAcknowledged == false { attempt(delivery) }
    }

    /// What the person sees when nobody answered in time.
    private func tellFailure(_ purpose: Delivery.Purpose, _ failure: String) {
        switch purpose {
        case .command(let person, let channel, _):
            let text = "\(identity.command) failed with the error \"\(failure)\""
            journal.append(.failed(to: person, channel: channel, text: text))
        case .click(let person, let channel):
            journal.append(.failed(to: person, channel: channel, text: "The app did not respond to the click."))
        case .submission(let modal):
            guard let modal = modals[modal] else { return }
            let text = "We had some trouble connecting. Try again?"
            journal.append(.failed(to: modal.person, channel: nil, text: text))
        case .event, .suggestion, .notification: break
        }
    }
}
