import Networking

/// Something Slack wants the app to know, through as many attempts as it takes.
struct Delivery: Sendable {
    /// What follows from an acknowledgement, or from none.
    enum Purpose: Sendable, Equatable {
        case event
        case command(person: String, channel: String, responseURL: String)
        case click(person: String, channel: String?)
        case submission(modal: String)
        /// Somebody typed into a searched field.
        case suggestion(typed: String)
        case notification
    }

    var number: Int
    var purpose: Purpose
    var payload: JSONValue
    var attempts = 0
    var isAcknowledged = false

    var type: String {
        switch purpose {
        case .event: "events_api"
        case .command: "slash_commands"
        case .click, .submission, .suggestion, .notification: "interactive"
        }
    }

    /// Only slash commands, forms and searched fields may be answered inside the acknowledgement.
    var acceptsResponse: Bool {
        switch purpose {
        case .command, .submission, .suggestion: true
        case .event, .click, .notification: false
        }
    }
}

/// The book of deliveries: which envelope belongs to which, what is still unacknowledged.
struct Deliveries: Sendable {
    enum Overdue: Sendable, Equatable {
        case nothing
        case retry(after: Duration)
        case giveUp
    }

    private(set) var all: [Int: Delivery] = [:]
    private var records: [String: (delivery: Int, record: EnvelopeRecord)] = [:]

    mutating func add(_ delivery: Delivery) { all[delivery.number] = delivery }

    /// The next attempt, under an envelope id of its own.
    mutating func attempt(_ number: Int, envelope: String, on connection: Int) -> EnvelopeRecord? {
        guard var delivery = all[number] else { return nil }
        let record = EnvelopeRecord(
            id: envelope, type: delivery.type, attempt: delivery.attempts, connection: connection,
            payload: delivery.payload)
        delivery.attempts += 1
        all[number] = delivery
        records[envelope] = (number, record)
        return record
    }

    /// An attempt that found no connection counts as well.
    mutating func skipAttempt(_ number: Int) { all[number]?.attempts += 1 }

    /// The delivery, when this is its first acknowledgement.
    mutating func acknowledge(_ envelope: String, _ response: JSONValue?) -> (Delivery, EnvelopeRecord)? {
        guard let entry = records[envelope], let delivery = all[entry.delivery], !delivery.isAcknowledged else {
            return nil
        }
        all[entry.delivery]?.isAcknowledged = true
        var record = entry.record
        record.response = response
        return (delivery, record)
    }

    /// What to do about an attempt whose time is over: events are sent again, clicks and commands are not.
    func overdue(_ number: Int, attempt: Int, retries: [Duration]) -> Overdue {
        guard let delivery = all[number], !delivery.isAcknowledged, delivery.attempts == attempt + 1 else {
            return .nothing
        }
        guard delivery.purpose == .event, retries.indices.contains(attempt) else { return .giveUp }
        return .retry(after: retries[attempt])
    }
}

extension EnvelopeRecord {
    /// The frame: https://docs.slack.dev/apis/events-api/using-socket-mode
    func frame(acceptsResponse: Bool) -> JSONValue {
        let isEvent = type == "events_api"
        return .members([
            "envelope_id": .string(id), "type": .string(type), "payload": payload,
            "accepts_response_payload": .bool(acceptsResponse), "retry_attempt": isEvent ? .int(attempt) : nil,
            "retry_reason": isEvent ? .string(attempt == 0 ? "" : "timeout") : nil,
        ])
    }
}
