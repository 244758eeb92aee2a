import Glibc

/// A thread that somebody waits for in the end.
struct JoinableThread: Sendable {
    private let identifier: pthread_t

    init(_ body: @escaping @Sendable () -> Void) {
        var identifier = pthread_t()
        let context = Unmanaged.passRetained(Body(run: body))
        let status = pthread_create(&identifier, nil, runBody, context.toOpaque())
        precondition(status == 0, "no thread could be started: \(String(cString: strerror(status)))")
        self.identifier = identifier
    }

    func join() {
        pthread_join(identifier, nil)
    }
}

private final class Body: Sendable {
    let run: @Sendable () -> Void

    init(run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

private func runBody(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    // Signals are for the program's own threads, and SIGPIPE for nobody.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
    Unmanaged<Body>.fromOpaque(context!).takeRetainedValue().run()
    return nil
}
