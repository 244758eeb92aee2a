import CWebSockets
import Glibc

/// A thread of our own, for what blocks: the service loop and name look-ups stay off the cooperative pool.
enum PlatformThread {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// False when the system has no thread to give. `name` may have 15 characters.
    static func start(_ name: String, _ run: @escaping @Sendable () -> Void) -> Bool {
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
            return false
        }
        cws_name_thread(thread, name)
        pthread_detach(thread)
        return true
    }
}
