import FoundationEssentials
@preconcurrency import Glibc

/// Runs a program without a shell, and waits for it on a thread of its own.
enum Subprocess {
    struct Failure: Error, Equatable {
        /// What became of the program, to follow its name.
        var sentence: String
    }

    /// What the program prints on standard output; it gets nothing to read. One that takes longer than `limit`, or
    /// prints more than 64 KiB, is killed with all that it started.
    static func output(
        of command: [String], environment: [String: String], within limit: Duration
    ) async throws(Failure) -> Data {
        let child = try Child(command, environment: environment)
        let deadline = ContinuousClock.now + limit
        let result = await withCheckedContinuation { continuation in
            let isStarted = startThread { continuation.resume(returning: child.finish(by: deadline)) }
            // Without a thread to spare the program is at least not left alone.
            if !isStarted { continuation.resume(returning: child.finish(by: .now)) }
        }
        return try result.get()
    }

    private static func startThread(_ run: @escaping @Sendable () -> Void) -> Bool {
        final class Body {
            let run: @Sendable () -> Void
            init(_ run: @escaping @Sendable () -> Void) { self.run = run }
        }
        let body = Unmanaged.passRetained(Body(run))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        guard status == 0 else {
            body.release()
            return false
        }
        pthread_detach(thread)
        return true
    }
}

/// A running program and the pipes to it.
private struct Child: Sendable {
    private static let maximumOutput = 64 << 10
    /// How often it is looked at whether a silent program still lives, in milliseconds.
    private static let pulse: Int32 = 20

    private let command: String
    private let identifier: pid_t
    private let output: Int32
    private let errors: Int32

    init(_ words: [String], environment: [String: String]) throws(Subprocess.Failure) {
        command = words[0]
        guard let output = Pipe(), let errors = Pipe() else {
            throw Subprocess.Failure(sentence: "could not be started: \(Self.reason(errno))")
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output.write, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors.write, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A group of its own, to be killed as one; and none of the signals that our threads hold back.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))

        var argumentList = words.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (argumentList + variables).forEach { free($0) } }
        var identifier = pid_t()
        let status = posix_spawnp(&identifier, words[0], &actions, &attributes, &argumentList, &variables)
        close(output.write)
        close(errors.write)
        guard status == 0 else {
            close(output.read)
            close(errors.read)
            throw Subprocess.Failure(sentence: "could not be started: \(Self.reason(status))")
        }
        (self.identifier, self.output, self.errors) = (identifier, output.read, errors.read)
    }

    /// Reads until the program is done; blocks. Its pipes may be held open by programs that it left behind.
    func finish(by deadline: ContinuousClock.Instant) -> Result<Data, Subprocess.Failure> {
        defer {
            close(output)
            close(errors)
        }
        var reading = Reading(output: output, errors: errors)
        while true {
            let status = ended()
            // After its end, all that a pipe can hold.
            for _ in 0..<(status == nil ? 1 : 32) { reading.step(within: status == nil ? Self.pulse : 0) }
            if reading.printed.count > Self.maximumOutput {
                return abandon(alive: status == nil, "printed more than credentials need")
            }
            if let status { return status == 0 ? .success(reading.printed) : .failure(reading.failure(status)) }
            if ContinuousClock.now >= deadline { return abandon(alive: true, "did not end in time") }
        }
    }

    /// The wait status once it has ended.
    private func ended() -> Int32? {
        var status: Int32 = 0
        return waitpid(identifier, &status, WNOHANG) == identifier ? status : nil
    }

    private func abandon(alive: Bool, _ sentence: String) -> Result<Data, Subprocess.Failure> {
        kill(-identifier, SIGKILL)
        var status: Int32 = 0
        if alive { while waitpid(identifier, &status, 0) < 0, errno == EINTR {} }
        return .failure(.init(sentence: sentence))
    }

    private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

    /// Both ends are ours alone.
    private struct Pipe {
        let read: Int32
        let write: Int32

        init?() {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else { return nil }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            (read, write) = (ends[0], ends[1])
        }
    }
}

/// What has come out of a program so far.
private struct Reading {
    private let output: Int32
    private var open: [Int32]
    private(set) var printed = Data()
    private var complaints = Data()

    init(output: Int32, errors: Int32) {
        self.output = output
        open = [output, errors]
    }

    /// Reads what there is, or comes within so many milliseconds.
    mutating func step(within milliseconds: Int32) {
        var polled = open.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard poll(&polled, nfds_t(polled.count), milliseconds) > 0 else { return }
        for file in polled where file.revents != 0 {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(file.fd, &buffer, buffer.count)
            if count <= 0 { open.removeAll { $0 == file.fd } }
            let bytes = buffer.prefix(max(0, count))
            if file.fd == output { printed += bytes } else if complaints.count < 4096 { complaints += bytes }
        }
    }

    func failure(_ status: Int32) -> Subprocess.Failure {
        let signal = status & 0x7F
        let end = signal == 0 ? "ended with status \(status >> 8)" : "was ended by signal \(signal)"
        let text = String(decoding: complaints, as: UTF8.self).split(whereSeparator: \.isNewline).last.map(\.trimmed)
        guard let text, !text.isEmpty else { return .init(sentence: end) }
        return .init(sentence: "\(end): \(text.prefix(200))")
    }
}
