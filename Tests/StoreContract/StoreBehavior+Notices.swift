import ChatOps
import CloudTrailCore
import Foundation
import Testing

extension StoreBehavior {
    static let notices = [
        StoreBehavior("A commit stores the notices with the issue, every field as it was", noticeFields),
        StoreBehavior("A notice that is there already is kept as it is", repeatedNotice),
        StoreBehavior("An issue may be told to hundreds at once", manyRecipients),
        StoreBehavior("A notice's state is replaced, whichever it is", noticeStates),
        StoreBehavior("Saving a notice that is not stored is an error and stores nothing", unknownNotice),
        StoreBehavior(
            "Due notices are the pending ones whose time has come, oldest first, up to the limit", dueNotices),
        StoreBehavior("A notice waits for the older one about the same subject at the same place", heldBack),
        StoreBehavior("A notice that rests holds nobody back, and is found by its subject", resting),
        StoreBehavior("What is remembered of a recipient is stored with the notices, and replaced", mailboxes),
        StoreBehavior(
            "A thread is stored with the notices it shows, replaced by the next, and found by its subject", threads),
        StoreBehavior("A thread is not stored when one of its notices is not there", threadWithoutNotice),
        StoreBehavior("Notices that wait and that were given up are counted", counted),
        StoreBehavior("The next notice is due at the earliest time of the pending ones, never when none is pending") {
            store in
            #expect(try await store.nextNoticeDue() == nil)
            let issue = Sample.issue()
            var early = Sample.notice(of: issue, to: "#early", at: Sample.date(10.1))
            let late = Sample.notice(of: issue, to: "#late", at: Sample.date(20.2))
            _ = try await store.commit(issue, notices: [late, early])
            #expect(try await store.nextNoticeDue() == Sample.date(10.1))
            early.state = .failed(reason: "gone", at: Sample.date(11))
            try await store.save([early], thread: nil)
            #expect(try await store.nextNoticeDue() == Sample.date(20.2))
            early.state = .pending(attempts: 1, notBefore: Sample.date(15))
            try await store.save([early], thread: nil)
            #expect(try await store.nextNoticeDue() == Sample.date(15))
        },
    ]

    @Sendable private static func noticeFields(_ store: any Store) async throws {
        let issue = Sample.everyKindOfIssue[1]
        let notices = IssueEvent.allCases.enumerated().map { index, event in
            Sample.notice(of: issue, event, to: "#channel-\(index)", at: Sample.date(Double(index) + 0.123456))
        }
        _ = try await store.commit(issue, notices: notices)
        #expect(try await store.notices(about: issue.place) == notices)
        #expect(try await store.dueNotices(at: Sample.date(100), limit: 100) == notices)
        #expect(try await store.notices(about: Sample.place("200000000000")) == [])
    }

    @Sendable private static func repeatedNotice(_ store: any Store) async throws {
        var first = Sample.notice(of: Sample.issue())
        let stored = try await store.commit(Sample.issue(), notices: [first])
        first.state = .delivered(MessageReference(channel: "C1", id: "1.2"), at: Sample.date(5))
        try await store.save([first], thread: nil)
        let again = Sample.notice(of: Sample.issue(), .changed)
        #expect(again.id == first.id)
        _ = try await store.commit(stored, notices: [again, Sample.notice(of: stored, at: Sample.date(10))])
        #expect(try await store.notices(about: stored.place).first == first)
        #expect(try await store.notices(about: stored.place).count == 2)
    }

    @Sendable private static func manyRecipients(_ store: any Store) async throws {
        var issue = Sample.issue()
        issue.causes = Set((0..<110).map { .trail(arn: "arn-\($0)", .delivery) })
        let notices = (0..<250).map { Sample.notice(of: issue, to: String(format: "#%03d", $0)) }
        let stored = try await store.commit(issue, notices: notices)
        #expect(try await store.notices(about: issue.place) == notices)
        #expect(try await store.dueNotices(at: Sample.date(0), limit: 999) == notices)
        #expect(try await store.noticeCounts() == NoticeCounts(pending: 250))
        #expect(try await store.issues(matching: IssueFilter(causes: [.trail(arn: "arn-109", .delivery)])) == [stored])
        let error = await #expect(throws: StoreError.self) { _ = try await store.commit(issue, notices: notices) }
        #expect(error?.code == .stale)
    }

    @Sendable private static func noticeStates(_ store: any Store) async throws {
        var notice = Sample.notice(of: Sample.issue())
        _ = try await store.commit(Sample.issue(), notices: [notice])
        let states: [Notice.State] = [
            .pending(attempts: 3, notBefore: Sample.date(70.25)),
            .resting(attempts: 1, until: Sample.date(71.5)),
            .delivered(MessageReference(channel: "C024BE91L", id: "1700000000.000100"), at: Sample.date(8)),
            .unneeded(at: Sample.date(8.5)),
            .failed(reason: "channel_not_found: “#gone” \u{0} 🚫", at: Sample.date(9)),
        ]
        for state in states {
            notice.state = state
            try await store.save([notice], thread: nil)
            #expect(try await store.notices(about: notice.issue.place) == [notice])
        }
    }

    @Sendable private static func unknownNotice(_ store: any Store) async throws {
        let notice = Sample.notice(of: Sample.issue())
        let error = await #expect(throws: StoreError.self) { try await store.save([notice], thread: nil) }
        #expect(error?.code == .stale)
        #expect(try await store.notices(about: notice.issue.place) == [])
    }

    @Sendable private static func dueNotices(_ store: any Store) async throws {
        let issue = Sample.issue()
        var notices = (1...5).map { Sample.notice(of: issue, to: "#\($0)", at: Sample.date(Double($0) * 10)) }
        _ = try await store.commit(issue, notices: notices.reversed())
        notices[0].state = .pending(attempts: 1, notBefore: Sample.date(35))
        notices[1].state = .delivered(MessageReference(channel: "C", id: "1"), at: Sample.date(21))
        try await store.save(Array(notices[0...1]), thread: nil)

        func due(_ time: Double, _ limit: Int = 10) async throws -> [String] {
            try await store.dueNotices(at: Sample.date(time), limit: limit).map(\.recipient)
        }
        #expect(try await due(29.999) == [])
        #expect(try await due(30) == ["#3"])
        #expect(try await due(35) == ["#1", "#3"])
        #expect(try await due(60) == ["#1", "#3", "#4", "#5"])
        #expect(try await due(60, 2) == ["#1", "#3"])
        #expect(try await due(60, 0) == [])
    }

    @Sendable private static func heldBack(_ store: any Store) async throws {
        let issue = Sample.issue()
        var older = Sample.notice(of: issue, to: "#a", at: Sample.date(10))
        let stored = try await store.commit(issue, notices: [older])
        _ = try await store.commit(
            stored, notices: ["#a", "#b"].map { Sample.notice(of: stored, to: $0, at: Sample.date(20)) })
        older.state = .pending(attempts: 1, notBefore: Sample.date(50))
        try await store.save([older], thread: nil)
        let due = try await store.dueNotices(at: Sample.date(30), limit: 10)
        #expect(due.map(\.recipient) == ["#b"], "the newer one to #a waits for the older one")
        #expect(try await store.nextNoticeDue() == Sample.date(20))
        var told = due[0]
        told.state = .delivered(MessageReference(channel: "C", id: "1"), at: Sample.date(30))
        try await store.save([told], thread: nil)
        #expect(try await store.nextNoticeDue() == Sample.date(50))
        #expect(
            try await store.dueNotices(at: Sample.date(50), limit: 10).map(\.createdAt) == [
                Sample.date(10), Sample.date(20),
            ])
    }

    @Sendable private static func resting(_ store: any Store) async throws {
        let issue = Sample.issue()
        var older = ["#a", "#b"].map { Sample.notice(of: issue, to: $0, at: Sample.date(10)) }
        let stored = try await store.commit(issue, notices: older)
        for index in older.indices { older[index].state = .resting(attempts: 0, until: Sample.date(50)) }
        try await store.save(older, thread: nil)
        #expect(try await store.nextNoticeDue() == Sample.date(50))
        _ = try await store.commit(stored, notices: [Sample.notice(of: stored, to: "#a", at: Sample.date(20))])
        #expect(try await store.dueNotices(at: Sample.date(30), limit: 10).map(\.createdAt) == [Sample.date(20)])
        #expect(try await store.nextNoticeDue() == Sample.date(20))
        #expect(try await store.noticeCounts() == NoticeCounts(pending: 3))
        #expect(try await store.restingNotices(about: [older[0].subject]) == [older[0]])
        #expect(Set(try await store.restingNotices(about: Set(older.map(\.subject)))) == Set(older))
        #expect(try await store.restingNotices(about: []) == [])
        #expect(
            try await store.dueNotices(at: Sample.date(50), limit: 10).map(\.createdAt) == [
                Sample.date(10), Sample.date(10), Sample.date(20),
            ])
    }

    @Sendable private static func mailboxes(_ store: any Store) async throws {
        #expect(try await store.mailbox(of: "#a") == nil)
        var notice = Sample.notice(of: Sample.issue(), to: "#a")
        _ = try await store.commit(Sample.issue(), notices: [notice])
        notice.state = .delivered(MessageReference(channel: "C1", id: "1.2"), at: Sample.date(2))
        var box = Mailbox("#a")
        box.posts = [.init(at: Sample.date(1.25), severity: .high)]
        box.trouble = .init(reason: "archived", since: Sample.date(3))
        let thread = thread(notice.subject, message: "1.2")
        try await store.save([notice], thread: thread, mailbox: box)
        #expect(try await store.mailbox(of: "#a") == box)
        #expect(try await store.thread(of: notice.subject) == thread)
        #expect(try await store.mailbox(of: "#A") == nil)
        var crowd = Crowd(of: "#a", subjects: [], at: Sample.date(5))
        for number in 0..<6000 {
            crowd.subjects.insert(
                AlertSubject(
                    cause: .trail(arn: "arn:aws:cloudtrail:eu-west-1:123456789012:trail/\(number)", .stopped),
                    recipient: "#a"))
        }
        crowd.shown = .init(
            conversation: Conversation(channel: "C1", kind: .channel),
            message: MessageReference(channel: "C1", id: "3"), openedAt: Sample.date(6))
        box.crowds = [crowd]
        try await store.save([], thread: nil, mailbox: box)
        #expect(try await store.mailbox(of: "#a") == box)
        await #expect(throws: StoreError.self) {
            try await store.save(
                [Sample.notice(of: Sample.issue(Sample.place("200000000000")))], thread: nil, mailbox: Mailbox("#a"))
        }
        #expect(try await store.mailbox(of: "#a") == box)
    }

    @Sendable private static func counted(_ store: any Store) async throws {
        #expect(try await store.noticeCounts() == NoticeCounts())
        let issue = Sample.issue()
        var notices = (1...3).map { Sample.notice(of: issue, to: "#\($0)", at: Sample.date(0)) }
        _ = try await store.commit(issue, notices: notices)
        notices[0].state = .failed(reason: "gone", at: Sample.date(1))
        notices[1].state = .delivered(MessageReference(channel: "C", id: "1"), at: Sample.date(1))
        try await store.save(Array(notices[0...1]), thread: nil)
        #expect(try await store.noticeCounts() == NoticeCounts(pending: 1, failed: 1))
        #expect(try await store.noticeCounts(failedSince: Sample.date(-9)) == NoticeCounts(pending: 1, failed: 1))
        #expect(try await store.noticeCounts(failedSince: Sample.date(9)) == NoticeCounts(pending: 1))
    }

    private static func thread(_ subject: AlertSubject, message: String) -> AlertThread {
        var thread = AlertThread(
            subject: subject, conversation: Conversation(channel: "C1", kind: .channel, thread: "5.6"),
            message: MessageReference(channel: "C1", id: message), openedAt: Sample.date(1),
            places: [Sample.place(), Sample.place("200000000000")], rerouted: "nobody is called so")
        thread.repliedAt = Sample.date(2)
        thread.endedAt = Sample.date(3)
        return thread
    }

    @Sendable private static func threads(_ store: any Store) async throws {
        var notice = Sample.notice(of: Sample.issue())
        #expect(try await store.thread(of: notice.subject) == nil)
        _ = try await store.commit(Sample.issue(), notices: [notice])
        notice.state = .delivered(MessageReference(channel: "C1", id: "1.2"), at: Sample.date(2))
        for message in ["1.2", "3.4"] {
            let thread = thread(notice.subject, message: message)
            try await store.save([notice], thread: thread)
            #expect(try await store.thread(of: notice.subject) == thread)
        }
        #expect(try await store.notices(about: Sample.place()) == [notice])
        var other = notice.subject
        other.recipient = "#other"
        #expect(try await store.thread(of: other) == nil)
    }

    @Sendable private static func threadWithoutNotice(_ store: any Store) async throws {
        let notice = Sample.notice(of: Sample.issue())
        await #expect(throws: StoreError.self) {
            try await store.save([notice], thread: thread(notice.subject, message: "1.2"))
        }
        #expect(try await store.thread(of: notice.subject) == nil)
    }
}
