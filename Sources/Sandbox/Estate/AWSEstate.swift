import FoundationEssentials
import Networking

/// AWS as far as the bot asks it: STS, EC2 DescribeRegions, Organizations and CloudTrail, on one loopback port.
public actor AWSEstate {
    /// A call that was answered, or a step that was taken.
    public enum Event: Sendable, Equatable {
        case called(operation: String, account: String, region: String, error: String?)
        case changed(note: String)
    }

    public nonisolated let journal = Journal<Event>()
    nonisolated let now: @Sendable () -> Double
    /// What trails are dated by.
    private nonisolated let time: SandboxTime
    private nonisolated let timetable = Timetable()
    private(set) var estate: Estate
    private var troubleCalls: [String: Int] = [:]

    init(
        _ scenario: EstateScenario, time: SandboxTime = SandboxTime(),
        now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
    ) throws {
        self.now = now
        self.time = time
        estate = Estate(scenario: scenario)
        var rehearsal = estate
        for step in scenario.steps ?? [] { try rehearsal.take(step) }
    }

    /// Lets the scenario's steps happen, each at its time from now.
    public func begin() {
        for step in estate.scenario.steps ?? [] {
            timetable.after(.seconds(step.after)) { [weak self] in try? await self?.take(step) }
        }
    }

    /// Changes a trail, or an account where `trail` is nil: members of `set` replace, null removes.
    public func change(account: String, trail: String? = nil, set: JSONValue, note: String = "") throws {
        try take(EstateScenario.Step(after: 0, account: account, trail: trail, set: set, note: note))
    }

    private func take(_ step: EstateScenario.Step) throws {
        try estate.take(step)
        journal.append(.changed(note: step.note))
    }

    /// Opens another account.
    func add(_ account: AccountScenario, note: String) throws {
        try estate.add(account)
        journal.append(.changed(note: note))
    }

    nonisolated func stop() { timetable.cancelAll() }

    func serve(_ request: ServedRequest) async -> ServedResponse {
        let target = request.headers["X-Amz-Target"]?.split(separator: ".").last.map(String.init)
        let form = target == nil ? FormDecoding.decode(String(decoding: request.body, as: UTF8.self)) : [:]
        let operation = target ?? form["Action"] ?? request.query["Action"] ?? "\(request.method) \(request.path)"
        let service = target != nil ? "cloudtrail" : operation.hasPrefix("Describe") ? "ec2" : "sts"
        var (account, region) = ("", "")
        do throws(AWSFailure) {
            let caller = try AWSCaller(request, mainAccount: estate.scenario.mainAccount, at: now())
            (account, region) = (caller.account, caller.region)
            let trouble = try meet(operation, caller)
            var answer = try perform(operation, form, request.body, caller)
            journal.append(.called(operation: operation, account: account, region: region, error: nil))
            if let seconds = trouble?.seconds { try? await Task.sleep(for: .seconds(seconds)) }
            if trouble?.kind == .malformed, case .body(let body) = answer.content {
                answer.content = .body(body.prefix(body.count / 2))
            }
            return answer
        } catch {
            journal.append(.called(operation: operation, account: account, region: region, error: error.code))
            return error.response(service: service)
        }
    }

    private func perform(
        _ operation: String, _ form: [String: String], _ body: Data, _ caller: AWSCaller
    ) throws(AWSFailure) -> ServedResponse {
        switch operation {
        case "GetCallerIdentity": return .xml(STSAnswers.callerIdentity(caller.account))
        case "AssumeRole": return .xml(try STSAnswers.assumeRole(form, caller, in: estate, at: now()))
        case "DescribeRegions": return .xml(try describeRegions(form, caller))
        case "DescribeTrails", "GetTrailStatus", "GetEventSelectors":
            guard let input = try? JSONValue(parsing: body.isEmpty ? Data("{}".utf8) : body), input.object != nil else {
                throw AWSFailure("SerializationException", "The request is not a JSON object.")
            }
            guard let account = estate.account(caller.account) else {
                throw AWSFailure("AccessDeniedException", "Account \(caller.account) is not in this estate.")
            }
            let answers = CloudTrailAnswers(estate: estate, account: account, region: caller.region, now: time.now())
            return .awsJSON(try answers.answer(operation, input))
        case "ListAccounts":
            let input = (try? JSONValue(parsing: body)) ?? [:]
            return .awsJSON(try OrganizationsAnswers.listAccounts(input, caller, in: estate))
        default:
            throw AWSFailure("UnknownOperationException", "\(operation) is not part of this estate.")
        }
    }

    /// The trouble a CloudTrail call meets: thrown where it is an answer of its own, returned where it spoils one.
    private func meet(_ operation: String, _ caller: AWSCaller) throws(AWSFailure) -> Trouble? {
        guard caller.service == "cloudtrail", let account = estate.account(caller.account) else { return nil }
        for (index, trouble) in (account.troubles ?? []).enumerated()
        where trouble.regions.contains(caller.region) && (trouble.operation ?? operation) == operation {
            let key = "\(account.id) \(caller.region) \(index)"
            troubleCalls[key, default: 0] += 1
            if let limit = trouble.calls, troubleCalls[key, default: 0] > limit { continue }
            switch trouble.kind {
            case .denied:
                throw AWSFailure(
                    "AccessDeniedException",
                    trouble.words(
                        "User: \(STSAnswers.sessionARN(caller, estate)) is not authorized to perform: "
                            + "cloudtrail:\(operation) with an explicit deny in a service control policy"))
            case .throttled: throw AWSFailure("ThrottlingException", trouble.words("Rate exceeded"))
            case .unavailable:
                throw AWSFailure(
                    "ServiceUnavailableException", trouble.words("Service is unavailable."), status: 503)
            case .slow, .malformed: return trouble
            }
        }
        return nil
    }

    private func describeRegions(_ form: [String: String], _ caller: AWSCaller) throws(AWSFailure) -> String {
        guard let account = estate.account(caller.account) else {
            throw AWSFailure("AuthFailure", "Account \(caller.account) is not in this estate.", status: 401)
        }
        let enabled = estate.regions(of: account)
        let all = Set(enabled).union(estate.scenario.regions).sorted()
        let items = all.filter { form["AllRegions"] == "true" || enabled.contains($0) }.map { region in
            let status = enabled.contains(region) ? "opt-in-not-required" : "not-opted-in"
            return
                "<item><regionName>\(region)</regionName><regionEndpoint>ec2.\(region).amazonaws.com</regionEndpoint>"
                + "<optInStatus>\(status)</optInStatus></item>"
        }
        return "<DescribeRegionsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">"
            + "<requestId>\(XML.requestID)</requestId><regionInfo>\(items.joined())</regionInfo></DescribeRegionsResponse>"
    }
}
