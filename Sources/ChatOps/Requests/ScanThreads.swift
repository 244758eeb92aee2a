import CloudTrailCore
import Synchronization

/// The threads in which a scan of one account was asked for. Hammer's bot asks there for regions, features and tags before it
/// scans; whoever still answers, unasked, is understood.
final class ScanThreads: Sendable {
    private static let most = 500

    private struct Thread: Hashable {
        var channel: String
        var id: String
    }

    private let accounts = Mutex<[Thread: String]>([:])

    func remember(_ account: String, _ request: ChatRequest) {
        guard let id = request.conversation.thread ?? request.said else { return }
        accounts.withLock { accounts in
            // What is asked about soon is asked again soon.
            if accounts.count >= Self.most { accounts = [:] }
            accounts[Thread(channel: request.conversation.channel, id: id)] = account
        }
    }

    /// The account that an answer in a thread is about.
    func account(in conversation: Conversation) -> String? {
        guard let id = conversation.thread else { return nil }
        return accounts.withLock { $0[Thread(channel: conversation.channel, id: id)] }
    }
}

/// An answer to one of the questions of Hammer's bot, in its own words.
enum HammerAnswer: Equatable {
    /// Which regions to scan.
    case regions([Region])
    /// All of them, or features and tags: nothing that would change the scan.
    case nothingNew

    init?(_ text: String) {
        let words = text.split { ", \n".contains($0) }.map { String($0).lowercased() }
        let regions = words.compactMap { Region($0) }
        if !words.isEmpty, regions.count == words.count {
            self = .regions(regions.once)
        } else if words == ["all"] || words.contains("cloudtrails") && words.allSatisfy(\.isFeature) || text.isTags {
            self = .nothingNew
        } else {
            return nil
        }
    }
}

extension String {
    /// Such as `s3_bucket_acl`.
    fileprivate var isFeature: Bool { allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } }

    /// Hammer takes tags as JSON.
    fileprivate var isTags: Bool {
        let text = filter { !$0.isWhitespace }
        return text.hasPrefix("{") && text.hasSuffix("}")
    }
}
