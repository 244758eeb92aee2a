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
    }

    private let web: WebAPIClient
    private let webSocket: any WebSocketTransport
    private let policy: ConnectionPolicy
    private let timing: Timing
    private let log: Logger
    private let frames: AsyncStream<Data>
    private let framesIn: AsyncStream<Data>.Continuation
    private let overflow = Atomic<Int>(0)

    /// - Parameters:
    ///   - apiURL: where the Web API is, without a method's name.
    ///   - bufferLimit: how many requests wait for `requests` to be read. They are acknowledged already, so when there are
    ///     more the newest are dropped, and logged: who asked first is served first.
    public init(
        appToken: Secret, http: any HTTPTransport, webSocket: any WebSocketTransport,
        apiURL: String = WebAPIClient.slackURL, bufferLimit: Int = 4096, policy: ConnectionPolicy = ConnectionPolicy(),
        timing: Timing = .system, log: Logger = Logger(label: "slack.socket")
    ) {
        web = WebAPIClient(token: appToken, http: http, apiURL: apiURL, timing: timing, log: log)
        self.webSocket = webSocket
        self.policy = policy
        self.timing = timing
        self.log = log
        (frames, framesIn) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(bufferLimit))
    }

    /// What people ask of the bot, in the order it came; decoded by the task that reads it. For one reader; ends with `run`.
    public var requests: some AsyncSequence<ChatRequest, Never> & Sendable {
        frames.compactMap { [log] frame in
            switch RequestDecoder.decode(frame) {
            case .request(let request):
                return request
            case .ignored(let what):
                log.debug("ignored \(what)")
            case .unreadable(let what):
                log.warning("\(what)")
            }
            return nil
        }
    }

    /// Keeps the connection until the task is cancelled, then closes it cleanly. To be called once.
    /// Throws when Slack refuses for a reason that only people can mend.
    public func run() async throws(SocketModeError) {
        defer { framesIn.finish() }
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
        case .control(let epoch, let frame):
            switch try? JSONDecoder().decode(ControlFrame.self, from: frame) {
            case .hello(let hello):
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
            return .opened(url: try await web.openConnection())
        } catch {
            return .openFailed(OpenFailure(error))
        }
    }

    /// Dials, and stays with the connection until it has ended.
    private func keep(
        _ url: String, epoch: Int, in connections: LiveConnections, mail: AsyncStream<Event>.Continuation
    ) async {
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
    }

    /// Runs on the socket's own loop.
    private func receive(_ frame: Data, epoch: Int, mail: AsyncStream<Event>.Continuation) -> Data? {
        let answer = Acknowledger.receive(frame)
        switch answer.route {
        case .connection: mail.yield(.control(epoch: epoch, frame))
        case .request: enqueue(frame)
        case .dropped: break
        }
        return answer.acknowledgement
    }

    private func enqueue(_ frame: Data) {
        guard case .dropped = framesIn.yield(frame) else { return }
        let count = overflow.add(1, ordering: .relaxed).newValue
        // Not for each: a burst must not become a burst of log lines on the socket's loop.
        if count % 1000 == 1 { log.error("too many requests are waiting: \(count) dropped so far") }
    }
}
