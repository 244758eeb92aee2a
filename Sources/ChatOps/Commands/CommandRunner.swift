import CloudTrailCore
import FoundationEssentials
import Logging

/// Carries out commands that are allowed.
public struct CommandRunner: Sendable {
    let playbook: Playbook
    let store: any Store
    let messenger: any Messenger
    let scans: ScanDesk
    let book: IssueBook
    let whitelist: WhitelistBook
    let tickets: TicketDesk
    let reports: ReportDesk
    /// Looks at all that can be wrong with the bot itself.
    let examine: (@Sendable () async -> [Check])?
    let now: @Sendable () -> Date
    let log: Logger

    public init(
        playbook: Playbook, store: any Store, messenger: any Messenger, scans: ScanDesk, book: IssueBook,
        whitelist: WhitelistBook, tickets: TicketDesk, reports: ReportDesk,
        examine: (@Sendable () async -> [Check])? = nil, now: @escaping @Sendable () -> Date, log: Logger
    ) {
        self.playbook = playbook
        self.store = store
        self.messenger = messenger
        self.scans = scans
        self.book = book
        self.whitelist = whitelist
        self.tickets = tickets
        self.reports = reports
        self.examine = examine
        self.now = now
        self.log = log
    }

    /// nil when the command has answered by itself, with files. Throws a `Refusal` for what the person can mend.
    func run(_ command: Command, by person: Person, in conversation: Conversation) async throws -> Reply? {
        try checkName(in: command)
        switch command {
        case .ping: return .everyone(.text("pong"))
        case .help: return .asker(help)
        case .helpAbout(let topic): return .asker(try help(about: topic))
        case .look(let text): return .asker(try await look(at: text))
        case .status: return .everyone(try await status())
        case .doctor: return .asker(try await doctor())
        case .report(let kind): try await report(kind, in: conversation)
        case .digest: return .everyone(try await digest(for: person, in: conversation))
        case .configuration: return .asker(configuration)
        case .accounts(let part): return .asker(accounts(matching: part))
        case .accountName(let name): return .asker(.text("\(try playbook.account(named: name).title)"))
        case .accountStatus(let name): return .everyone(try await issues(accounts: [name], statuses: []))
        case .issues(let accounts, let statuses):
            return .everyone(try await issues(accounts: accounts, statuses: statuses))
        case .issueList(let query): return .everyone(try await issues(query))
        case .ask(let kind): return .asker(question(kind))
        case .scanChosen(let accounts, let regions):
            return .told(try await scan(accounts, regions: regions, in: conversation))
        case .scanAll: return .told(try await scanAll(in: conversation))
        case .scanAccount(let name, let regions):
            return .told(try await scan([name], regions: regions, in: conversation))
        case .scanAlert(let subject): return .told(try await scan(subject, in: conversation))
        case .issue(let account, let region): return .everyone(try await issue(account, region))
        case .acknowledge(let targets): return .everyone(try await acknowledge(targets, by: person))
        case .snooze(let targets, let until): return .everyone(try await snooze(targets, until: until, by: person))
        case .assign(let targets, let assignee):
            return .everyone(try await assign(targets, to: assignee, by: person))
        case .explain(let targets): return .asker(try await explain(targets))
        case .release(let targets): return .everyone(try await release(targets, by: person))
        case .whitelistList: return .everyone(try await whitelistList())
        case .whitelistAdd(let targets, let until, let reason, let consent):
            if let question = try await question(about: command, consent) { return .question(question) }
            return .everyone(try await whitelistAdd(targets, until: until, reason, by: person))
        case .whitelistRemove(let account, let scopes): return .everyone(try await whitelistRemove(account, scopes))
        case .audit(let account, let before): return .asker(try await audit(account, before: before))
        case .ticket(let targets, let wishes, let consent):
            if let question = try await question(about: command, consent) { return .question(question) }
            return .everyone(try await ticket(for: targets, wishes, by: person))
        }
        return nil
    }

    /// Where no form can open at once, a button opens it.
    private func question(_ kind: FormKind) -> Message {
        let (what, label) =
            switch kind {
            case .scan: ("What shall I scan?", "Choose what to scan…")
            case .whitelist: ("Which risk is accepted?", "Choose what to whitelist…")
            }
        let typed = kind == .scan ? [Usage.scanAll, .scanAccount] : [Usage.whitelistAdd]
        let blocks: [Message.Block] = [
            .paragraph("\(what) Choose in a form, or type it:"), .list(typed.map { "\(code: $0.rawValue)" }),
            .buttons([Button(label, .ask(kind), style: .primary)]),
        ]
        return Message(blocks)
    }
}

extension Person {
    /// How the person is named in records that people read.
    var label: String { names.first ?? id.rawValue }
}
