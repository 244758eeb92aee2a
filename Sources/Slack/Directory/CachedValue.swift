/// A value that is loaded when it is asked for, by one caller for all, and kept for a while.
actor CachedValue<Value: Sendable> {
    private typealias Loading = Task<Result<Value, WebAPIError>, Never>

    private let timing: Timing
    private let load: @Sendable () async throws(WebAPIError) -> Value
    private var kept: (value: Value, since: ContinuousClock.Instant)?
    private var loading: Loading?

    init(timing: Timing, load: @escaping @Sendable () async throws(WebAPIError) -> Value) {
        self.timing = timing
        self.load = load
    }

    /// The value, loaded anew when it is older than `age`. A failure is not kept.
    func value(notOlderThan age: Duration) async throws(WebAPIError) -> Value {
        if let kept, timing.now() - kept.since <= age { return kept.value }
        let task = loading ?? begin()
        return try await task.value.get()
    }

    private func begin() -> Loading {
        let task = Loading { [load] in
            let result: Result<Value, WebAPIError>
            do throws(WebAPIError) {
                result = .success(try await load())
            } catch {
                result = .failure(error)
            }
            self.ended(result)
            return result
        }
        loading = task
        return task
    }

    private func ended(_ result: Result<Value, WebAPIError>) {
        loading = nil
        if case .success(let value) = result { kept = (value, timing.now()) }
    }
}
