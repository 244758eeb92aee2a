import CWebSockets
import Glibc

/// A thread of our own, for what blocks: the service loop and name look-ups stay off the cooperative pool. To be joined or
/// detached, once.
struct PlatformThread: Sendable {
    private let thread: pthread_t

    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// nil when the system has no thread to give. `name` may have 15 characters.
    init?(_ name: String, _ run: @escaping @Sendable () -> Void) {
        // Signals are for the main thread's handlers; a thread inherits its creator's mask.
        var all = sigset_t()
        var previous = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }

        let body = Unmanaged.passRetained(Body(run))
        var thread = pthread_t()
        let failure = pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        guard failure == 0 else {
            body.release()
            return nil
        }
        cws_name_thread(thread, name)
        self.thread = thread
    }

    /// Waits until it is gone, with what libraries clean up at its end.
    func join() { pthread_join(thread, nil) }

    /// Nobody is going to wait for it.
    func detach() { pthread_detach(thread) }
}
