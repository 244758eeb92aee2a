/// One timer, owned by the loop that sets it.
struct Alarm {
    private let timing: Timing
    private let ring: @Sendable () -> Void
    private var time: ContinuousClock.Instant?
    private var task: Task<Void, Never>?

    init(timing: Timing, ring: @escaping @Sendable () -> Void) {
        self.timing = timing
        self.ring = ring
    }

    /// Rings once at `time`, in place of what was set before. A time that is set already stays as it is.
    mutating func set(to time: ContinuousClock.Instant?) {
        if time == self.time, time == nil || time! > timing.now() { return }
        cancel()
        self.time = time
        guard let time else { return }
        task = Task { [timing, ring] in
            let wait = time - timing.now()
            do {
                if wait > .zero { try await timing.sleep(wait) }
                ring()
            } catch {}  // cancelled
        }
    }

    mutating func cancel() {
        task?.cancel()
        task = nil
        time = nil
    }
}
