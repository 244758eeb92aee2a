import Networking
import Testing

@testable import Sandbox

@Suite("What people touch", .serialized)
struct PlacesTests {
    private func button(_ label: String, in blocks: [JSONValue]) throws -> MessageText.NumberedButton {
        try #require(MessageText.buttons(of: blocks).first { $0.label == label }, "there is no button \(label)")
    }

    @Test("The home shows how things stand, keeps up, and its buttons are answered directly")
    func home() async throws {
        try await Stage.run { stage in
            let (dana, direct) = (Stage.person("dana"), await stage.direct("dana"))
            func home(since mark: Int, containing words: String) async throws -> JSONValue {
                try await stage.occurrence("a home with \(words)", since: mark) { occurrence in
                    guard case .homePublished(dana, let view) = occurrence,
                        MessageText(names: Names()).rows(view["blocks"]?.array ?? []).contains(where: {
                            $0.spans.map(\.text).joined().contains(words)
                        })
                    else { return nil }
                    return view
                }
            }
            var mark = stage.mark
            try await stage.workspace.openHome(of: dana)
            _ = try await home(since: mark, containing: "No complete scan has run yet, so nothing is known.")
            mark = stage.mark
            _ = try await stage.ask("scan all", answer: "Scan of all accounts finished.")
            let view = try await home(since: mark, containing: "4 in trouble")
            mark = stage.mark
            let help = try button("Help", in: view["blocks"]?.array ?? [])
            try await stage.workspace.press(help.element, blockID: help.blockID, as: dana)
            _ = try await stage.message(since: mark, in: direct, containing: "Commands:")
            let scan = try button("Scan…", in: view["blocks"]?.array ?? [])
            try await stage.workspace.press(scan.element, blockID: scan.blockID, as: dana)
            let modal = try await stage.occurrence("a form", since: mark) { occurrence in
                if case .modalOpened(let modal) = occurrence { modal } else { nil }
            }
            mark = stage.mark
            try await stage.workspace.submit(modal, answers: ["payments", "us-east-1"])
            _ = try await stage.message(
                since: mark, in: direct, containing: "Scan of payments (222222222222) finished.")
        }
    }

    @Test("The form of a slash command offers accounts, says what is wrong, and scans where it was asked")
    func scanForm() async throws {
        try await Stage.run { stage in
            let security = try await stage.channel("security")
            var mark = stage.mark
            try await stage.workspace.command("scan", as: Stage.person("dana"), in: security)
            let modal = try await stage.occurrence("a form", since: mark) { occurrence in
                if case .modalOpened(let modal) = occurrence { modal } else { nil }
            }
            try await stage.workspace.type("pay", into: "accounts", of: modal.id)
            let options = try await stage.occurrence("choices", since: mark) { occurrence in
                if case .suggested(let options, "pay") = occurrence { options } else { nil }
            }
            #expect(options.first?["text"]?["text"] == "payments (222222222222)")
            mark = stage.mark
            try await stage.workspace.submit(modal, answers: ["payments", "Ireland"])
            let errors = try await stage.occurrence("what is wrong", since: mark) { occurrence in
                if case .modalRefused(_, let errors) = occurrence { errors } else { nil }
            }
            #expect(errors == ["regions": "Ireland is not a region; they look like eu-west-1."])
            try await stage.workspace.submit(modal, answers: ["222222222222"])
            _ = try await stage.message(
                since: mark, in: security, containing: "Scan of payments (222222222222) finished.")
        }
    }

    @Test("The list of issues is filtered in place by its menus, and a row opens its issue in the list's thread")
    func issueList() async throws {
        try await Stage.run { stage in
            let (dana, security) = (Stage.person("dana"), try await stage.channel("security"))
            _ = try await stage.ask("scan all", answer: "Scan of all accounts finished.")
            var mark = stage.mark
            try await stage.say("@trailwatch issues", in: security)
            let list = try await stage.message(since: mark, in: security, containing: "4 issues")
            #expect(list.blocks.contains { $0["type"] == "table" })
            let menus = try #require(list.blocks.first { $0["elements"]?[1]?["type"] == "external_select" })
            let (id, menu) = (menus["block_id"]?.string ?? "", menus["elements"]?[1] ?? [:])
            try await stage.workspace.type(
                "shop", into: menu["action_id"]?.string ?? "", of: id, on: list, as: dana)
            let option = try await stage.occurrence("choices", since: mark) { occurrence in
                if case .suggested(let options, "shop") = occurrence { options.last } else { nil }
            }
            mark = stage.mark
            try await stage.workspace.press(
                menu.adding(["selected_option": option]), blockID: id, on: list, as: dana)
            let filtered = try await stage.message(
                since: mark, in: security, containing: "1 issue in shop (444444444444)")
            #expect(filtered.ts == list.ts)
            mark = stage.mark
            try await stage.workspace.press("1: shop (444444444444) eu-west-1", on: filtered, as: dana)
            let issue = try await stage.message(
                since: mark, in: security, thread: list.ts, containing: "shop (444444444444), eu-west-1")
            #expect(issue.thread == list.ts)
        }
    }

    @Test("The shortcut finds the accounts of a message, where the bot is and where it is not, for the asker alone")
    func shortcut() async throws {
        try await Stage.run { stage in
            for channel in ["security", "board"] {
                let place = try await stage.channel(channel)
                let message = try await stage.say("What about payments?", in: place)
                let mark = stage.mark
                try await stage.workspace.useShortcut(on: message, as: Stage.person("dana"))
                let answer = try await stage.message(since: mark, in: place, containing: "payments (222222222222)")
                #expect(answer.audience == Stage.person("dana"))
            }
        }
    }
}
