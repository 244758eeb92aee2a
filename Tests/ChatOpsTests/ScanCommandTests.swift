import CloudTrailCore
import FoundationEssentials
import Synchronization
import Testing

@testable import ChatOps

@Suite("A scan asked for in chat")
struct ScanCommandTests {
    @Test("posts one message, and replaces it by the summary")
    func oneMessage() async {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        let said = await house.say("scan all")
        #expect(said.count == 2)
        #expect(said[0] == "Scanning all accounts: 0 of 2 accounts done, 0 regions looked at, nothing found so far.")
        #expect(
            said[1] == """
                Scan of all accounts finished. 1 region in trouble; 4 of 4 regions checked.
                • payments (111111111111) eu-west-1: disabled: logging is stopped since 2023-11-14 22:13 UTC
                """)
        let sent = await house.messenger.sent
        #expect(sent.first?.message.isProvisional == true && sent.last?.message.isProvisional == false)
        #expect(sent.last?.way == .update && sent.last?.reference == sent.first?.reference)
    }

    @Test("says no problems only when everything was checked")
    func truth() async {
        let house = House()
        #expect(
            await house.say("scan all").last == "Scan of all accounts finished. No problems: 4 of 4 regions checked.")
        house.source.locked.withLock { _ = $0.insert(research.id) }
        let partial = await house.say("scan all").last ?? ""
        #expect(partial.contains("not everything could be: 2 of 2 regions checked"))
        #expect(partial.contains("research & <labs> (222222222222), no region: AssumeRole: AccessDenied: no"))
    }

    @Test("of no regions says that nothing was looked at")
    func noRegions() async {
        let said = await House(regions: .only([])).say("scan all")
        #expect(
            said.last
                == "Scan of all accounts finished. No regions are configured to be scanned, so nothing was looked at.")
    }

    @Test("names a region that could not be checked, with the reason, and opens no issue for it")
    func unknownRegion() async throws {
        let house = House()
        house.set(
            payments, ireland,
            .unknown(UnknownReason(.accessDenied, call: "DescribeTrails", detail: "AccessDeniedException: SCP")))
        let said = await house.say("scan account payments").last ?? ""
        #expect(
            said.contains("1 of 2 regions checked")
                && said.contains("eu-west-1: DescribeTrails: AccessDeniedException: SCP"))
        #expect(try await house.issue() == nil)
    }

    @Test("refuses a region that is not watched")
    func strangeRegion() async {
        let said = await House(regions: .only([ireland])).say("scan account payments in eu-west-2")
        #expect(said == ["eu-west-2 is not among the regions that are watched. This would work: eu-west-1"])
    }

    @Test("runs although schedules are off, and says so")
    func schedulesOff() async {
        let said = await House(interval: nil).say("scan all").last ?? ""
        #expect(said.contains("Scheduled scans are switched off"))
    }

    @Test("posts the summary anew when its message is gone")
    func messageGone() async {
        let house = House()
        await house.messenger.fail("update", with: MessengerError(.notFound, "gone"))
        _ = await house.say("scan all")
        #expect(await house.messenger.sent.last?.way == .post)
        #expect(await house.messenger.sent.last?.message.isProvisional == false)
    }

    @Test("that could not store an issue says so")
    func storeFails() async {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        await house.store.fail(with: StoreError(.unavailable, "disk full"))
        let said = await house.say("scan all")
        #expect(
            said.last?.contains("What was found in 4 regions could not be stored; the log says why.") == true, "\(said)"
        )
    }
}

@Suite("Issues, accounts and status in chat")
struct LookingCommandTests {
    @Test("No issues is no claim of health before a complete scan")
    func issuesBeforeScan() async {
        let house = House()
        #expect(
            await house.say("issues") == ["No issues are stored. No complete scan has run yet, so that says nothing."])
        _ = await house.say("scan all")
        #expect(await house.say("issues").first?.contains("checked 4 of 4 regions in 2 accounts") == true)
    }

    @Test("Issues are listed by account and status")
    func listing() async {
        let house = House()
        house.set(payments, ireland, .known([.stopped]))
        house.set(research, virginia, .known([]))
        _ = await house.say("scan all")
        let all = await house.say("issues").first ?? ""
        #expect(
            all.contains("2 issues")
                && all.contains(
                    "Account: research & <labs> (222222222222); Regions: us-east-1; What is wrong: disabled: there is no trail"
                ))
        #expect(await house.say("issues account payments").first?.contains("research") == false)
        #expect(await house.say("issues status closed").first?.hasPrefix("No closed issues are stored.") == true)
        #expect(await house.say("account research status").first?.contains("us-east-1") == true)
    }

    @Test("Accounts are found by a part of their name, and named by their id")
    func accounts() async {
        let house = House()
        #expect(await house.say("accounts pay") == ["1 account:\n• 111111111111 payments"])
        #expect(await house.say("account 111111111111 name") == ["payments (111111111111)"])
        #expect(await house.say("accounts zzz") == ["No watched account has zzz in its name or id."])
    }

    @Test("Status tells the last scan and its share")
    func status() async {
        let house = House()
        #expect(await house.say("status").first?.contains("Last scan: none yet") == true)
        house.source.locked.withLock { _ = $0.insert(research.id) }
        _ = await house.say("scan all")
        let status = await house.say("status").first ?? ""
        #expect(status.contains("Checked: 2 of 2 regions in 2 accounts; 1 account could not be entered"))
        #expect(status.contains("Not completely checked: research & <labs> (222222222222)"))
    }

    @Test("The whitelist lists both its sources; file entries are not removed from chat")
    func whitelist() async {
        let file = Whitelist([.init(account: research.id, scope: .all, origin: .file)])
        let house = House(fileWhitelist: file)
        _ = await house.say("whitelist add payments eu-west-1 until 1d because drill")
        let list = await house.say("cloudtrails whitelisted items").first ?? ""
        #expect(list.contains("research & <labs> (222222222222) * – whitelist.json"))
        #expect(
            list.contains(
                "payments (111111111111) eu-west-1 – by U1, 2023-11-14 22:13 UTC, because drill, until 2023-11-15 22:13 UTC"
            ))
        #expect(await house.say("whitelist remove research *").first?.contains("stands in whitelist.json") == true)
        #expect(
            await house.say("whitelist remove payments eu-west-1") == [
                "No longer whitelisted: payments (111111111111) eu-west-1. No stored issue changes."
            ])
    }
}
