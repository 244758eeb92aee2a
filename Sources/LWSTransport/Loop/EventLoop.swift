import CWebSockets
import FoundationEssentials
import Networking
import Synchronization

/// The one thread that owns libwebsockets: runs what other threads post, and what its callbacks and timers bring.
final class EventLoop: @unchecked Sendable {  // `inbox` has its lock; everything else is the loop thread's
    /// What other threads ask for.
    enum Command {
        case dial(Dial)
        case resolved(Dial, Resolver.Result)
        case abandon(Dial)
        case send(Data, epoch: UInt)
        case close(epoch: UInt, within: Duration)
        case shutdown
    }

    /// One attempt or connection of libwebsockets; a callback whose epoch is not in the table is of the past.
    enum Link {
        case dialling(Dial)
        case open(Session)
    }

    private struct Inbox: @unchecked Sendable {  // inside `inbox`'s lock
        var commands: [Command] = []
        /// Set while the loop can be woken.
        var context: OpaquePointer?
        /// What there is to say since the loop has ended.
        var end: TransportError?
    }

    /// Context creation and destruction of two loops must not overlap: a second loop waits for its turn.
    private static let turn = Turn()

    private let finished = Promise<Void>()
    private let certificateFile: String?
    private let log: (@Sendable (String) -> Void)?
    let resolve: Resolver.Function
    private let inbox = Mutex(Inbox())
    private let thread = Mutex<PlatformThread?>(nil)

    private(set) var context: LWSContext?
    var dials: [Dial] = []
    var links: [UInt: Link] = [:]
    var lastEpoch: UInt = 0
    var writer = FrameWriter()
    private var isStopping = false
    var timerIsStale = false

    init(
        certificateFile: String?, log: (@Sendable (String) -> Void)?, resolve: @escaping Resolver.Function
    ) {
        self.certificateFile = certificateFile
        self.log = log
        self.resolve = resolve
    }

    deinit {
        thread.withLock { $0?.detach() }
    }

    func start() {
        thread.withLock { thread in
            thread = PlatformThread("lws-loop") { self.run() }
            if thread == nil {
                end(with: TransportError(.connectionFailed, "the system has no thread for the WebSocket loop"))
            }
        }
    }

    /// Returns when the loop has ended and its thread is gone: OpenSSL cleans up after a thread when it ends, and after the
    /// program when that does, which must not meet.
    func join() async {
        await finished.value
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    /// Safe from any thread.
    func post(_ command: Command) {
        let end = inbox.withLock { inbox in
            guard inbox.end == nil else { return inbox.end }
            inbox.commands.append(command)
            // Once is enough until the loop has looked.
            if inbox.commands.count == 1, let context = inbox.context { lws_cancel_service(context) }
            return nil
        }
        if let end { Self.refuse(command, with: end) }
    }
}

// MARK: - The thread

extension EventLoop {
    private static let closed = TransportError(.closed, "the WebSocket transport was shut down")

    private func run() {
        Self.turn.take()
        defer { Self.turn.give() }
        LWSLog.route(to: log)
        do {
            let tls = try TLSContext(certificateFile: certificateFile)
            let context = try LWSContext(
                owner: Unmanaged.passUnretained(self).toOpaque(), tls: tls, callback: lwsCallback, tick: lwsTick)
            self.context = context
            inbox.withLock { $0.context = context.handle }
            serve(context)
            inbox.withLock { $0.context = nil }
            self.context = nil
        } catch {
            return end(with: error)
        }
        end(with: Self.closed)
    }

    private func serve(_ context: LWSContext) {
        repeat {
            for command in takeCommands() { perform(command) }
            if timerIsStale { schedule() }
        } while !isStopping && context.service()
        for dial in dials { finish(dial, .failure(Self.closed)) }
        for case .open(let session) in links.values { session.connection.ended.fulfil(.byUs) }
        links = [:]
    }

    private func takeCommands() -> [Command] {
        inbox.withLock { inbox in
            defer { inbox.commands.removeAll(keepingCapacity: inbox.commands.count <= 64) }
            return inbox.commands
        }
    }

    /// Answers what is and will be asked, as nobody else is going to.
    private func end(with error: TransportError) {
        let left = inbox.withLock { inbox in
            inbox.end = error
            defer { inbox.commands = [] }
            return inbox.commands
        }
        for command in left { Self.refuse(command, with: error) }
        finished.fulfil(())
    }

    private static func refuse(_ command: Command, with error: TransportError) {
        if case .dial(let dial) = command { dial.answer.fulfil(.failure(error)) }
    }

    private func perform(_ command: Command) {
        let now = ContinuousClock.now
        switch command {
        case .dial(let dial):
            begin(dial)
        case .resolved(let dial, let result):
            guard dials.contains(where: { $0 === dial }) else { return }
            take(dial.plan.resolved(result, now: now), for: dial)
        case .abandon(let dial):
            abandonAttempt(of: dial)
            dials.removeAll { $0 === dial }
        case .send(let text, let epoch):
            guard let session = session(epoch) else { return }
            session.outbox.append(message: text)
            flush(session, epoch)
        case .close(let epoch, let limit):
            session(epoch)?.beginClosing(until: now + limit)
            timerIsStale = true
        case .shutdown:
            isStopping = true
        }
    }
}
