import CloudTrailCore
import GRDB

extension StoreError {
    /// Runs `body`; whatever it throws comes out in the store's own words.
    static func translating<Value>(_ path: String, _ body: () throws -> Value) throws(StoreError) -> Value {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw StoreError(error, path: path)
        } catch {
            throw StoreError(.unavailable, "The database \(path) did not do what it was asked: \(error).")
        }
    }

    private init(_ error: DatabaseError, path: String) {
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                .corrupt,
                "The file \(path) is damaged or no database of Trailwatch: restore it from a backup, or move it away.")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.unavailable, "The database \(path) is locked by another program.")
        default:
            // Only SQLite's message: the statement's arguments may hold what people wrote.
            self.init(.unavailable, "The database \(path) cannot be used: \(error.message ?? "\(error.resultCode)").")
        }
    }
}
