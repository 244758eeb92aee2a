import CloudTrailCore
import FoundationEssentials
import Networking

/// Looks at trails through AWS's interfaces, entering each account by a role of the same name.
public actor AWSTrailSource: TrailSource {
    private static let sessionLimit = 256

    private let transport: any HTTPTransport
    private let endpoints: Endpoints
    private let surroundings: Surroundings
    private let region: Region
    private let roleName: String?
    private let base: any CredentialProvider
    private let client: AWSClient
    private let watched: Set<AccountID>
    private let ownerAnswers: TrailOwners.Answers
    private var sessions = SessionTable<AWSAccountTrails>(limit: sessionLimit)
    private var identity: CallerIdentity?
    private var identityFlight: Task<Result<CallerIdentity, AWSError>, Never>?

    /// `roleName` may have a path (`audit/trailwatch`); nil means that only the account of the credentials is entered.
    /// `region` is where STS and EC2 are asked: the settings' one, else us-east-1. Of an organization's trail
    /// its owner is asked too, on behalf of the members, when it is one of the `watched` accounts. Throws when the
    /// settings cannot be used; nothing is asked yet.
    public init(
        transport: any HTTPTransport, settings: AWSSettings, roleName: String?, region: Region? = nil,
        watched: Set<AccountID> = [], surroundings: Surroundings = .system
    ) throws(AWSError) {
        self.transport = transport
        self.surroundings = surroundings
        self.watched = watched
        ownerAnswers = TrailOwners.Answers(now: surroundings.now)
        self.roleName = roleName.flatMap { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 }.unlessEmpty
        self.region = region ?? settings.region ?? Region("us-east-1")!
        endpoints = try Endpoints(settings)
        base = try CredentialLoader(
            transport: transport, settings: settings, endpoints: endpoints, region: self.region,
            surroundings: surroundings
        ).provider()
        client = AWSClient(
            transport: transport, endpoints: endpoints, credentials: base, surroundings: surroundings)
    }

    /// Who we are, asked once. Call it at start-up: without usable credentials it throws the sentence to show.
    public func callerIdentity() async throws(AWSError) -> CallerIdentity {
        if let identity { return identity }
        let flight = identityFlight ?? askIdentity()
        return try await flight.value.get()
    }

    public func account(_ id: AccountID) async throws(UnknownReason) -> any AccountTrails {
        let owners = TrailOwners(watched: watched, answers: ownerAnswers) { owner throws(UnknownReason) in
            try await self.session(of: owner)
        }
        return MemberTrails(session: try await session(of: id), owners: owners)
    }

    private func session(of id: AccountID) async throws(UnknownReason) -> AWSAccountTrails {
        let caller: CallerIdentity
        do {
            caller = try await callerIdentity()
        } catch {
            throw UnknownReason(error, call: "GetCallerIdentity")
        }
        let session = sessions.session(of: id) ?? open(id, caller)
        sessions.keep(session, of: id)
        do {
            try await session.enter()
        } catch {
            throw UnknownReason(entering: error)
        }
        return session
    }

    private func open(_ id: AccountID, _ caller: CallerIdentity) -> AWSAccountTrails {
        if id == caller.account { return AWSAccountTrails(id, client: client, credentials: base, region: region) }
        let sts = STS(client, region: region)
        let role = roleName.map { AssumedRole(arn: "arn:\(caller.partition):iam::\(id):role/\($0)") }
        let credentials = CredentialCache(now: surroundings.serverTime) { () throws(AWSError) in
            guard let role else {
                throw AWSError(
                    .configuration, call: "AssumeRole",
                    "the credentials belong to account \(caller.account), and no role is configured to enter others")
            }
            return try await sts.assumeRole(role)
        }
        let client = AWSClient(
            transport: transport, endpoints: endpoints, credentials: credentials, surroundings: surroundings)
        return AWSAccountTrails(id, client: client, credentials: credentials, region: region)
    }

    private func askIdentity() -> Task<Result<CallerIdentity, AWSError>, Never> {
        let sts = STS(client, region: region)
        let flight = Task {
            let result: Result<CallerIdentity, AWSError>
            do throws(AWSError) {
                result = .success(try await sts.callerIdentity())
            } catch {
                result = .failure(error)
            }
            identityFlight = nil
            identity = try? result.get()
            return result
        }
        identityFlight = flight
        return flight
    }
}
