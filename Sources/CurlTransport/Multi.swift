import CCurl

/// Owns a multi handle of curl's: a set of running transfers, and the connections kept for the next ones.
final class Multi: @unchecked Sendable {  // For the loop's thread only, but for `wakeUp`, which curl allows from any.
    private let handle: UnsafeMutableRawPointer

    init(maximumConnections: Int) {
        _ = globalInitialization
        guard let handle = curl_multi_init() else { preconditionFailure("libcurl could not make a multi handle") }
        self.handle = handle
        _ = ccurl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, maximumConnections)
    }

    deinit {
        curl_multi_cleanup(handle)
    }

    /// Makes `poll` return, now or the next time.
    func wakeUp() {
        curl_multi_wakeup(handle)
    }

    func add(_ transfer: Transfer) {
        check(curl_multi_add_handle(handle, transfer.easy))
    }

    /// Ends a transfer if it still runs, its connection with it.
    func remove(_ transfer: Transfer) {
        check(curl_multi_remove_handle(handle, transfer.easy))
    }

    /// Moves all transfers on as far as they go without waiting.
    func perform() {
        var running: Int32 = 0
        check(curl_multi_perform(handle, &running))
    }

    /// A transfer that has ended, and how; each is told once.
    func nextEnded() -> (transfer: Transfer, result: CURLcode)? {
        var remaining: Int32 = 0
        // CURLMSG_DONE is the only kind of message.
        guard let message = curl_multi_info_read(handle, &remaining) else { return nil }
        return (Transfer.of(message.pointee.easy_handle), ccurl_message_result(message))
    }

    /// Sleeps until a transfer can go on, `wakeUp` is called or the time is over.
    func poll(_ limit: Duration) {
        check(curl_multi_poll(handle, nil, 0, Int32(limit.roundedUpMilliseconds), nil))
    }

    private func check(_ status: CURLMcode) {
        precondition(status == CURLM_OK, "libcurl: \(String(cString: curl_multi_strerror(status)))")
    }
}

/// Once for the process.
private let globalInitialization: Void = {
    let status = ccurl_global_init()
    precondition(status == CURLE_OK, "libcurl: \(String(cString: curl_easy_strerror(status)))")
}()
