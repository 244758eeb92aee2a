/// A value that is loaded when it is asked for, by one caller for all, and kept for a while.
actor CachedValue<Value: Sendable> {
    private typealias Loading = Task<Result<Value, WebAPIError>, Never>

    private let timing: Timing
    private let load: @Sendable () async throws(WebAPIError) -> Value
    private var kept: (value: Value, since: ContinuousClock.Instant)?
    private var loading: Loading?
    /// Numbers the loads: what one brings that was forgotten on its way is not kept.
    private var loads = 0
    /// Changes that were told while a list was on its way, which may hold them or not.
    private var changesMeanwhile: [@Sendable (inout Value) -> Void] = []

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

    /// Changes what is kept, and what is just being loaded. `change` may be applied twice.
    func change(_ change: @escaping @Sendable (inout Value) -> Void) {
        if loading != nil { changesMeanwhile.append(change) }
        guard var changed = kept else { return }
        kept = nil
        change(&changed.value)
        kept = changed
    }

    /// What is asked for next is loaded anew, also when a load is on its way, which may bring what was before.
    func forget() {
        kept = nil
        loading = nil
        changesMeanwhile = []
    }

    private func begin() -> Loading {
        loads += 1
        let task = Loading { [load, number = loads] in
            let result: Result<Value, WebAPIError>
            do throws(WebAPIError) {
                result = .success(try await load())
            } catch {
                result = .failure(error)
            }
            self.ended(result, number)
            return result
        }
        loading = task
        return task
    }

    private func ended(_ result: Result<Value, WebAPIError>, _ number: Int) {
        guard loading != nil, number == loads else { return }
        loading = nil
        defer { changesMeanwhile = [] }
        guard case .success(var value) = result else { return }
        for change in changesMeanwhile { change(&value) }
        kept = (value, timing.now())
    }
}
