import CloudTrailCore
import Foundation
import SQLiteStore

@testable import ChatOps

/// What stands between the bot and its store.
protocol StoreWatch: Sendable {
    func reading<Value>(_ work: () async throws(StoreError) -> Value) async throws(StoreError) -> Value
    /// What is written about notices.
    func writing<Value>(_ work: () async throws(StoreError) -> Value) async throws(StoreError) -> Value
}

/// A store that is watched.
struct WatchedStore: Outbox, WhitelistStore {
    let store: SQLiteStore
    let watch: any StoreWatch

    func issue(at place: AccountRegion) async throws(StoreError) -> Issue? {
        try await watch.reading { () async throws(StoreError) in try await store.issue(at: place) }
    }
    func issues(matching filter: IssueFilter) async throws(StoreError) -> [Issue] {
        try await watch.reading { () async throws(StoreError) in try await store.issues(matching: filter) }
    }
    func commit(_ issue: Issue, notices: [Notice]) async throws(StoreError) -> Issue {
        try await watch.reading { () async throws(StoreError) in try await store.commit(issue, notices: notices) }
    }
    func dueNotices(at now: Date, limit: Int) async throws(StoreError) -> [Notice] {
        try await watch.reading { () async throws(StoreError) in try await store.dueNotices(at: now, limit: limit) }
    }
    func nextNoticeDue() async throws(StoreError) -> Date? {
        try await watch.reading { () async throws(StoreError) in try await store.nextNoticeDue() }
    }
    func restingNotices(about subjects: Set<AlertSubject>) async throws(StoreError) -> [Notice] {
        try await watch.reading { () async throws(StoreError) in try await store.restingNotices(about: subjects) }
    }
    func save(_ notices: [Notice], thread: AlertThread?, mailbox: Mailbox?) async throws(StoreError) {
        try await watch.writing { () async throws(StoreError) in
            try await store.save(notices, thread: thread, mailbox: mailbox)
        }
    }
    func thread(of subject: AlertSubject) async throws(StoreError) -> AlertThread? {
        try await watch.reading { () async throws(StoreError) in try await store.thread(of: subject) }
    }
    func mailbox(of recipient: String) async throws(StoreError) -> Mailbox? {
        try await watch.reading { () async throws(StoreError) in try await store.mailbox(of: recipient) }
    }
    func noticeCounts(failedSince time: Date) async throws(StoreError) -> NoticeCounts {
        try await watch.reading { () async throws(StoreError) in try await store.noticeCounts(failedSince: time) }
    }
    func notices(about place: AccountRegion) async throws(StoreError) -> [Notice] {
        try await watch.reading { () async throws(StoreError) in try await store.notices(about: place) }
    }
    func whitelistEntries() async throws(StoreError) -> [Whitelist.Entry] {
        try await watch.reading { () async throws(StoreError) in try await store.whitelistEntries() }
    }
    func addWhitelistEntry(_ entry: Whitelist.Entry) async throws(StoreError) {
        try await store.addWhitelistEntry(entry)
    }
    func removeWhitelistEntry(account: AccountID, scope: RegionScope) async throws(StoreError) -> Bool {
        try await store.removeWhitelistEntry(account: account, scope: scope)
    }
}
