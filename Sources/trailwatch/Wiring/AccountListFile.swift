import AWS
import ChatOps
import FoundationEssentials

/// The accounts that were listed last, kept beside the database: a start without AWS's answer still knows them.
struct AccountListFile: Sendable {
    private let path: String

    init(_ environment: ProcessEnvironment) {
        path = environment.stateDirectory + "/accounts.json"
    }

    /// nil when there is none that can be read.
    func read() -> WatchedAccounts.Listing? {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return FileManager.default.contents(atPath: path).flatMap {
            try? decoder.decode(WatchedAccounts.Listing.self, from: $0)
        }
    }

    /// A list that cannot be kept is asked for again at the next start.
    @Sendable func write(_ listing: WatchedAccounts.Listing) {
        guard let text = try? JSON.text(listing) else { return }
        _ = PrivateFile.replace(path, with: Data(text.utf8))
    }
}
