import CCurl

/// Owns a list of curl's.
final class HeaderList: @unchecked Sendable {  // Immutable once made.
    private(set) var first: UnsafeMutablePointer<curl_slist>?

    init(_ lines: [String]) {
        for line in lines { first = curl_slist_append(first, line) }
    }

    deinit {
        curl_slist_free_all(first)
    }
}
