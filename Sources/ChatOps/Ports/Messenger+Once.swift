import struct FoundationEssentials.Date

extension Messenger {
    /// Posts, however often it takes, one message: where no answer came, the message is looked for by its mark before it is
    /// posted again. Throws what the first attempt met where it cannot be looked for.
    func postOnce(
        _ message: Message, in conversation: Conversation, mark: String, since time: Date
    ) async throws(MessengerError) -> MessageReference {
        do throws(MessengerError) {
            return try await post(message, in: conversation, mark: mark)
        } catch {
            guard error.code == .unavailable else { throw error }
            switch await Result({ () async throws(MessengerError) in
                try await find(mark: mark, in: conversation, since: time)
            }) {
            case .failure: throw error
            case .success(let found?): return found
            case .success(nil): return try await post(message, in: conversation, mark: mark)
            }
        }
    }
}

extension String {
    /// What a post for this id, of a notice or a request, is found again by.
    var postMark: String { "trailwatch-\(String(fingerprint, radix: 16))" }

    /// FNV-1a: the same in every run of the program, which `hashValue` is not. http://www.isthe.com/chongo/tech/comp/fnv/
    var fingerprint: UInt64 {
        utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}
