import CCurl
import FoundationEssentials
import Networking

/// Owns an easy handle of curl's, and carries one exchange after the other with it. For the loop's thread only.
final class Transfer {
    let easy: UnsafeMutableRawPointer
    private(set) var exchange: Exchange?
    private var response = ResponseBuilder(maximumBodyBytes: 0)
    private var attempts = 0
    private let proxies: ProxyRules
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init(options: CurlTransport.Options) {
        guard let easy = curl_easy_init() else { preconditionFailure("libcurl could not make an easy handle") }
        self.easy = easy
        proxies = options.proxies
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        setRules(options)
        setTrust(options.certificateFile)
        setCallbacks()
    }

    deinit {
        curl_easy_cleanup(easy)
        errorText.deallocate()
    }

    /// The transfer of a handle that curl names.
    static func of(_ easy: UnsafeMutableRawPointer) -> Transfer {
        var context: UnsafeMutableRawPointer?
        _ = ccurl_get_pointer(easy, CURLINFO_PRIVATE, &context)
        return Unmanaged.fromOpaque(context!).takeUnretainedValue()
    }

    /// Makes the handle ready for `exchange`: every option that differs between requests is set each time.
    func prepare(_ exchange: Exchange, remaining: Duration) {
        let wire = exchange.request
        self.exchange = exchange
        response = ResponseBuilder(maximumBodyBytes: wire.request.maximumResponseBytes)
        attempts = 0
        errorText[0] = 0
        set(CURLOPT_URL, wire.request.url)
        // An empty text is "no proxy", where curl would read the environment.
        set(CURLOPT_PROXY, proxies.proxy(for: wire.request.url)?.reveal() ?? "")
        set(CURLOPT_HTTPHEADER, UnsafeMutableRawPointer(wire.headers.first))
        set(CURLOPT_TIMEOUT_MS, remaining.roundedUpMilliseconds)
        if wire.hasBody {
            set(CURLOPT_POST, 1)
            set(CURLOPT_POSTFIELDSIZE, wire.request.body.count)
            set(CURLOPT_COPYPOSTFIELDS, wire.request.body)
        } else {
            set(CURLOPT_HTTPGET, 1)
        }
        set(CURLOPT_CUSTOMREQUEST, wire.request.method.rawValue)
    }

    /// Tells the outcome and lets go of everything that belongs to the exchange.
    func finish(_ result: CURLcode) {
        guard let exchange else { return }
        let label = exchange.request.label
        if let limit = response.exceededLimit {
            exchange.finish(.failure(TransportError(.responseTooLarge, "\(label): the answer exceeds \(limit) bytes")))
        } else if result == CURLE_OK {
            var status = 0
            _ = ccurl_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
            exchange.finish(.success(response.response(status: status)))
        } else {
            exchange.finish(.failure(TransportError(result, detail: String(cString: errorText), label: label)))
        }
        clear()
    }

    /// Lets go of the exchange.
    func clear() {
        set(CURLOPT_HTTPHEADER, nil as UnsafeMutableRawPointer?)
        response = ResponseBuilder(maximumBodyBytes: 0)
        // Frees curl's copy of the body.
        set(CURLOPT_POSTFIELDS, nil as UnsafeMutableRawPointer?)
        exchange = nil
    }

    private func setRules(_ options: CurlTransport.Options) {
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        // The proxy rules have looked at the exceptions already.
        set(CURLOPT_NOPROXY, "")
        set(CURLOPT_HTTP_VERSION, options.allowsHTTP2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1)
        set(CURLOPT_USERAGENT, options.userAgent)
        set(CURLOPT_CONNECTTIMEOUT_MS, options.connectTimeout.roundedUpMilliseconds)
        // Otherwise curl takes "/../" out of a path that is already signed.
        set(CURLOPT_PATH_AS_IS, 1)
        // curl's time-outs must not use SIGALRM in a program with threads.
        set(CURLOPT_NOSIGNAL, 1)
        // Otherwise a transfer that ends while its name is being looked up blocks the loop until the resolver answers.
        set(CURLOPT_QUICK_EXIT, 1)
    }

    private func setTrust(_ certificateFile: String?) {
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        if let certificateFile {
            set(CURLOPT_CAINFO, certificateFile)
            set(CURLOPT_PROXY_CAINFO, certificateFile)
        }
        var file: UnsafeMutableRawPointer?
        _ = ccurl_get_pointer(easy, CURLINFO_CAINFO, &file)
        if file != nil {
            // A directory besides the file would keep curl from parsing the file once for all connections.
            set(CURLOPT_CAPATH, nil as String?)
            set(CURLOPT_PROXY_CAPATH, nil as String?)
        }
    }

    private func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        set(CURLOPT_PRIVATE, context)
        set(CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(errorText))
        set(CURLOPT_WRITEDATA, context)
        set(CURLOPT_HEADERDATA, context)
        set(CURLOPT_PREREQDATA, context)
        set(CURLOPT_WRITEFUNCTION, receiveBody)
        set(CURLOPT_HEADERFUNCTION, receiveHeader)
        check(ccurl_set_prerequest_function(easy, CURLOPT_PREREQFUNCTION, beforeRequest), CURLOPT_PREREQFUNCTION)
    }

    private func set(_ option: CURLoption, _ value: Int) {
        check(ccurl_set_long(easy, option, value), option)
    }

    private func set(_ option: CURLoption, _ value: String?) {
        check(ccurl_set_string(easy, option, value), option)
    }

    private func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer?) {
        check(ccurl_set_pointer(easy, option, value), option)
    }

    private func set(_ option: CURLoption, _ value: Data) {
        // curl takes a missing pointer as "no body", which an empty Data may have.
        let value = value.isEmpty ? Data([0]) : value
        value.withUnsafeBytes { set(option, UnsafeMutableRawPointer(mutating: $0.baseAddress)) }
    }

    private func set(_ option: CURLoption, _ value: curl_write_callback) {
        check(ccurl_set_function(easy, option, value), option)
    }

    private func check(_ status: CURLcode, _ option: CURLoption) {
        precondition(status == CURLE_OK, "libcurl refused option \(option.rawValue): \(status.rawValue)")
    }

    fileprivate func receive(_ bytes: UnsafeRawBufferPointer, isHeader: Bool) -> Bool {
        isHeader ? response.receiveHeader(bytes) : response.receiveBody(bytes)
    }

    /// Whether a request may go out. curl repeats one by itself when a kept connection ends without an answer, which a
    /// method that is not idempotent does not bear (RFC 9110, 9.2.2).
    fileprivate func mayBegin() -> Bool {
        attempts += 1
        return attempts == 1 || exchange?.request.request.method != .post
    }
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer {
    Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
}

// curl takes any other count than the one it offered as a refusal.

private func receiveHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer(context).receive(line, isHeader: true) || line.isEmpty ? line.count : 0
}

private func receiveBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    let part = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer(context).receive(part, isHeader: false) || part.isEmpty ? part.count : 0
}

private func beforeRequest(
    _ context: UnsafeMutableRawPointer?, _ address: UnsafeMutablePointer<CChar>?,
    _ localAddress: UnsafeMutablePointer<CChar>?, _ port: Int32, _ localPort: Int32
) -> Int32 {
    transfer(context).mayBegin() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}
