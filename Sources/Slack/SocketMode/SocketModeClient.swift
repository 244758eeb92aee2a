import ChatOps
import FoundationEssentials
import Logging
import Networking
import Synchronization

/// Receives what people ask of the bot over Slack's Socket Mode. https://docs.slack.dev/apis/events-api/using-socket-mode
public final class SocketModeClient: Sendable {
    private enum Event: Sendable {
        case input(ConnectionMachine.Input)
        /// A hello or disconnect frame.
        case control(epoch: Int, Data)
        /// An envelope whose acknowledgement carries an answer, and the one without.
        case question(epoch: Int, Data, empty: Data, received: ContinuousClock.Instant)
    }

    private let web: WebAPIClient
    private let webSocket: any WebSocketTransport
    private let policy: ConnectionPolicy
    private let timing: Timing
    private let log: Logger
    private let questions: FormQuestions?
    private let openQuestions = Atomic(0)
    private let grace = Mutex(TokenGrace())
    private let intake: Intake
    private let meter = SocketMeter()

    /// - Parameters:
    ///   - apiURL: where the Web API is, without a method's name.
    ///   - assistant: answers what acknowledgements have to carry; without one they are empty.
    ///   - bufferLimit: how many requests wait for `requests` to be read. They are acknowledged already, so when there are
    ///     more the newest are `surplus`: who asked first is served first.
    public init(
        appToken: Rotating<Secret>, http: any HTTPTransport, webSocket: any WebSocketTransport,
        apiURL: String = WebAPIClient.slackURL, assistant: (any FormAssistant)? = nil, bufferLimit: Int = 8192,
        policy: ConnectionPolicy = ConnectionPolicy(), timing: Timing = .system,
        log: Logger = Logger(label: "slack.socket")
    ) {
        web = WebAPIClient(token: appToken, http: http, apiURL: apiURL, timing: timing, log: log)
        self.webSocket = webSocket
        self.policy = policy
        self.timing = timing
        self.log = log
        questions = assistant.map { FormQuestions(assistant: $0, timing: timing) }
        intake = Intake(limit: bufferLimit, log: log)
    }

    /// What people ask of the bot, in the order it came; decoded by the task that reads it. For one reader; ends with `run`.
    public var requests: some AsyncSequence<ChatRequest, Never> & Sendable { intake.requests }

    /// Some of the requests that there was no room for, so that their senders can be told. For one reader; ends with `run`.
    public var surplus: some AsyncSequence<ChatRequest, Never> & Sendable { intake.surplus }

    /// What changes in the workspace, for `SlackMessenger.follow`. For one reader; ends with `run`.
    public var changes: some AsyncSequence<WorkspaceChange, Never> & Sendable { intake.changes }

    /// How many connections Slack sends over now.
    public var openConnections: Int { meter.openConnections }

    /// Keeps the connections until the task is cancelled, then closes them cleanly. To be called once.
    /// Throws when Slack refuses for a reason that only people can mend.
    public func run() async throws(SocketModeError) {
        defer { intake.finish() }
        if let fatal = await keepConnected() { throw SocketModeError(fatal) }
    }

    /// Returns the sentence of a fatal end, nil when cancelled.
    private func keepConnected() async -> String? {
        let (inbox, mail) = AsyncStream.makeStream(of: Event.self)
        let connections = LiveConnections(closeLimit: policy.closeLimit)
        return await withDiscardingTaskGroup { group in
            var machine = ConnectionMachine(policy: policy, now: timing.now())
            var alarm = Alarm(timing: timing) { mail.yield(.input(.tick)) }
            defer {
                alarm.cancel()
                connections.closeAll()
                mail.finish()
                group.cancelAll()
            }
            mail.yield(.input(.started))
            for await event in inbox {
                if case .question(let epoch, let frame, let empty, let received) = event {
                    group.addTask {
                        await self.answer(frame, empty: empty, epoch: epoch, in: connections)
                        self.meter.acknowledged(since: received)
                    }
                }
                guard let input = input(of: event) else { continue }
                for action in machine.handle(input, now: timing.now(), random: timing.random()) {
                    switch action {
                    case .open:
                        group.addTask { mail.yield(.input(await self.open())) }
                    case .dial(let url, let epoch):
                        group.addTask { await self.keep(url, epoch: epoch, in: connections, mail: mail) }
                    case .close(let epoch):
                        connections.close(epoch: epoch)
                    case .stop(let sentence):
                        return sentence
                    case .note(let sentence):
                        log.info("\(sentence)")
                    case .warn(let sentence):
                        log.warning("\(sentence)")
                    }
                }
                alarm.set(to: machine.nextWake)
            }
            return nil
        }
    }

    private func input(of event: Event) -> ConnectionMachine.Input? {
        switch event {
        case .input(let input):
            return input
        case .question:
            return nil
        case .control(let epoch, let frame):
            switch try? JSONDecoder().decode(ControlFrame.self, from: frame) {
            case .hello(let hello):
                meter.opened(epoch: epoch)
                return .hello(epoch: epoch, hello)
            case .disconnect(let reason):
                return .disconnect(epoch: epoch, reason: reason)
            case nil:
                log.warning("a frame about the connection could not be decoded")
                return nil
            }
        }
    }

    private func open() async -> ConnectionMachine.Input {
        do {
            let url = try await web.openConnection()
            grace.withLock { $0.accept() }
            return .opened(url: url)
        } catch {
            if error.refusesToken, grace.withLock({ $0.refuse(web.token, now: timing.now()) }) {
                return .openFailed(.failed("Slack refuses the app token, and there is no other yet: \(error)"))
            }
            return .openFailed(OpenFailure(error))
        }
    }

    /// Dials, and stays with the connection until it has ended.
    private func keep(
        _ url: String, epoch: Int, in connections: LiveConnections, mail: AsyncStream<Event>.Continuation
    ) async {
        connections.begin(epoch: epoch)
        do {
            let connection = try await webSocket.connect(WebSocketRequest(url: url)) { [self] frame in
                receive(frame, epoch: epoch, mail: mail)
            }
            connections.add(connection, epoch: epoch)
            let closure = await connection.closure()
            mail.yield(.input(.closed(epoch: epoch, closure)))
        } catch {
            mail.yield(.input(.dialFailed(epoch: epoch, error)))
        }
        connections.remove(epoch: epoch)
        meter.ended(epoch: epoch)
    }

    /// Runs on the socket's own loop.
    private func receive(_ frame: Data, epoch: Int, mail: AsyncStream<Event>.Continuation) -> Data? {
        let received = ContinuousClock.now
        let answer = Acknowledger.receive(frame)
        meter.received(answer.route)
        defer { if answer.acknowledgement != nil, answer.route != .question { meter.acknowledged(since: received) } }
        switch answer.route {
        case .connection: mail.yield(.control(epoch: epoch, frame))
        case .request: intake.take(request: frame)
        case .workspace: intake.take(change: frame)
        case .question:
            return receive(question: frame, answer.acknowledgement, epoch: epoch, at: received, mail: mail)
        case .dropped: break
        }
        return answer.acknowledgement
    }

    /// More than people type: over it a question is acknowledged like everything else.
    private static let mostQuestions = 256

    private func receive(
        question frame: Data, _ acknowledgement: Data?, epoch: Int, at received: ContinuousClock.Instant,
        mail: AsyncStream<Event>.Continuation
    ) -> Data? {
        if questions != nil, let acknowledgement,
            openQuestions.load(ordering: .relaxed) < Self.mostQuestions
        {
            openQuestions.add(1, ordering: .relaxed)
            let event = Event.question(epoch: epoch, frame, empty: acknowledgement, received: received)
            if case .enqueued = mail.yield(event) { return nil }
        }
        intake.take(request: frame)
        meter.acknowledged(since: received)
        return acknowledgement
    }

    /// A form that is taken goes on as a request.
    private func answer(_ frame: Data, empty: Data, epoch: Int, in connections: LiveConnections) async {
        await questions?.answer(frame, empty: empty) { [self] acknowledgement, isTaken in
            connections.send(acknowledgement, epoch: epoch)
            if isTaken { intake.take(request: frame) }
        }
        openQuestions.subtract(1, ordering: .relaxed)
    }
}
