import CloudTrailCore
import FoundationEssentials
import Synchronization
import Testing

@testable import ChatOps

@Suite("Messages for everybody")
struct AccessibilityTests {
    /// Messages of every kind: answers, refusals, questions, progress and its end, alerts as they change, the home.
    private static func everyMessage() async throws -> [(String, Message)] {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        house.set(payments, virginia, .known([.stopped]))
        house.set(research, virginia, .known([]))
        var all: [(String, Message)] = []
        func collect(_ what: String, _ body: () async -> Void) async {
            let before = await house.messenger.sent.count
            await body()
            for sent in await house.messenger.sent.dropFirst(before) { all.append((what, sent.message)) }
        }
        for text in [
            "ping", "help", "help snooze", "issues", "scan all", "status", "accounts", "account 111111111111 name",
            "cloudtrails config", "issues", "issues status closed", "issue payments eu-west-1", "scan", "whitelist add",
            "acknowledge payments eu-west-1", "reopen payments eu-west-1", "snooze payments us-east-1 for 4h",
            "ticket payments eu-west-1", "whitelist list", "whitelist add research * because drill",
            "whitelist add 222222222222 * until 1d because drill", "ticket pay us-east-1", "whitelist list",
            "whitelist remove research *", "audit", "frobnicate", "scna", "scan account nowhere", "issue payments",
        ] {
            await collect(text) {
                _ = await house.say(text)
                _ = await house.courier.deliverDue()
            }
        }
        await collect("look") { _ = await house.take(.shortcut(text: "payments and research & <labs>")) }
        await collect("look at nothing") { _ = await house.take(.shortcut(text: "hello")) }
        await collect("works again") {
            for region in [ireland, virginia] { house.set(payments, region, .known([.healthy])) }
            for _ in 1...5 { _ = await house.say("scan all") }
            _ = await house.courier.deliverDue()
        }
        _ = await house.take(.homeOpened)
        for home in await house.messenger.homes { all.append(("home", home.message)) }
        return all
    }

    @Test("All that a message shows is in the text that is read aloud, whatever its kind")
    func spoken() async throws {
        let all = try await Self.everyMessage()
        #expect(all.count > 40)
        for (what, message) in all {
            let spoken = message.spoken
            #expect(message.summary.hasWord, "\(what)")
            for text in message.blocks.flatMap(\.shownTexts) where !text.isEmpty {
                #expect(spoken.contains(text), "\(what): \(text)")
            }
        }
    }

    @Test("It begins with what matters: one line that makes sense by itself, before anything else")
    func begins() async throws {
        for (what, message) in try await Self.everyMessage() {
            let first = message.spoken.split(separator: "\n").first.map(String.init) ?? ""
            #expect(
                first.split(separator: " ").count > 1 || first == "pong", "\(what): \(first)")
        }
    }

    @Test(
        "No meaning by emoji, colour or place alone: everything is said in words, and buttons are told apart by theirs")
    func words() async throws {
        for (what, message) in try await Self.everyMessage() {
            let emoji = message.spoken.unicodeScalars.filter(\.properties.isEmojiPresentation)
            #expect(emoji.isEmpty, "\(what)")
            let labels = message.buttons.map(\.label)
            let wordless = labels.filter { !$0.hasWord }
            #expect(wordless == [], "\(what)")
            #expect(Set(labels).count == labels.count, "\(what): \(labels)")
            for case .menus(let menus, _) in message.blocks {
                let nameless = menus.filter { $0.label.isEmpty }
                #expect(nameless == [], "\(what)")
            }
            for case .table(let table) in message.blocks {
                #expect(!table.columns.contains(""), "\(what)")
                let odd = table.rows.filter { $0.count != table.columns.count }
                #expect(odd == [], "\(what)")
            }
        }
    }

    @Test("Forms have a label on every field, and what cannot be undone asks in words")
    func forms() async throws {
        let house = House()
        let here = Conversation(channel: "C1", kind: .channel)
        let place = AccountRegion(payments.id, ireland)
        let subject = AlertSubject(cause: .noTrail(payments.id), recipient: "alice")
        for purpose in [
            FormPurpose.scan(conversation: here), .whitelistChosen(conversation: here),
            .whitelist(place, conversation: here), .whitelistAlert(subject, conversation: here),
        ] {
            let form = purpose.form(house.playbook)
            #expect(!form.introduction.plain.isEmpty)
            let wordless = form.fields.filter { !$0.label.hasWord }
            #expect(wordless == [])
            #expect(Set(form.fields.map(\.label)).count == form.fields.count)
        }
        for (_, message) in try await Self.everyMessage() {
            // Three dots promise a form, which asks by itself, as a question does.
            for button in message.buttons
            where button.label.contains("ticket") && !button.label.hasSuffix("…") && !message.summary.contains("?") {
                #expect(button.confirmation?.text.hasWord == true)
            }
        }
    }
}

extension String {
    fileprivate var hasWord: Bool { contains { $0.isLetter } }
}

extension Message.Block {
    /// Each run of text in it.
    fileprivate var shownTexts: [String] {
        func runs(_ text: RichText) -> [String] { text.runs.map { RichText([$0]).plain } }
        return switch self {
        case .heading(let text): [text]
        case .paragraph(let text), .note(let text): runs(text)
        case .list(let items): items.flatMap(runs)
        case .facts(let facts): facts.flatMap { [$0.label] + runs($0.value) }
        case .code(let text): text.split(separator: "\n").map(String.init)
        case .table(let table): table.rows.joined() + (table.rows.isEmpty ? [] : table.columns.dropLast())
        case .buttons, .menus: []
        }
    }
}
