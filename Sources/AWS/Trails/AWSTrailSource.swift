import CloudTrailCore
import FoundationEssentials
import Networking

/// Looks at trails through AWS's interfaces, entering each account by a role of the same name.
public actor AWSTrailSource: TrailSource {
    private static let sessionLimit = 256

    private let access: AWSAccess
    private let entrance: Entrance
    private let watches: @Sendable (AccountID) -> Bool
    private let ownerAnswers: TrailOwners.Answers
    private var sessions = SessionTable<SessionKey, AWSAccountTrails>(limit: sessionLimit)
    private var identity: CallerIdentity?
    private var identityFlight: Task<Result<CallerIdentity, AWSError>, Never>?

    private struct SessionKey: Hashable {
        var account: AccountID
        var name: RoleSessionName
    }

    /// Of an organization's trail its owner is asked too, on behalf of the members, when it is one of the accounts that one
    /// `watches`.
    public init(
        _ access: AWSAccess, entrance: Entrance, watches: @escaping @Sendable (AccountID) -> Bool = { _ in false }
    ) {
        self.access = access
        self.entrance = entrance
        self.watches = watches
        ownerAnswers = TrailOwners.Answers(now: access.surroundings.now)
    }

    /// Who we are, asked once. Call it at start-up: without usable credentials it throws the sentence to show.
    public func callerIdentity() async throws(AWSError) -> CallerIdentity {
        if let identity { return identity }
        let flight = identityFlight ?? askIdentity()
        return try await flight.value.get()
    }

    public func account(_ id: AccountID) async throws(UnknownReason) -> any AccountTrails {
        let name = RoleSessionName(requester: entrance.requester())
        let owners = TrailOwners(watches: watches, answers: ownerAnswers) { owner throws(UnknownReason) in
            try await self.session(of: owner, name)
        }
        return MemberTrails(session: try await session(of: id, name), owners: owners)
    }

    private func session(
        of id: AccountID, _ name: RoleSessionName
    ) async throws(UnknownReason) -> AWSAccountTrails {
        let caller: CallerIdentity
        do {
            caller = try await callerIdentity()
        } catch {
            throw UnknownReason(error, call: "GetCallerIdentity")
        }
        let key = SessionKey(account: id, name: name)
        let session = sessions.session(of: key) ?? open(key, caller)
        sessions.keep(session, of: key)
        do {
            try await session.enter()
        } catch {
            throw UnknownReason(entering: error, role: session.role)
        }
        return session
    }

    private func open(_ key: SessionKey, _ caller: CallerIdentity) -> AWSAccountTrails {
        let (id, region) = (key.account, access.region)
        if id == caller.account {
            return AWSAccountTrails(id, client: access.client, credentials: access.credentials, region: region)
        }
        let sts = STS(access.client, region: region)
        let role = entrance.roleName.map {
            AssumedRole(
                arn: "arn:\(caller.partition):iam::\(id):role/\($0)", sessionName: key.name.text,
                externalID: entrance.externalID)
        }
        let credentials = CredentialCache(now: access.surroundings.serverTime) { () throws(AWSError) in
            guard let role else {
                throw AWSError(
                    .configuration, call: "AssumeRole",
                    "the credentials belong to account \(caller.account), and no role is configured to enter others")
            }
            return try await sts.assumeRole(role)
        }
        let client = AWSClient(
            transport: access.transport, endpoints: access.endpoints, credentials: credentials,
            surroundings: access.surroundings)
        return AWSAccountTrails(id, client: client, credentials: credentials, region: region, role: role?.arn)
    }

    private func askIdentity() -> Task<Result<CallerIdentity, AWSError>, Never> {
        let sts = STS(access.client, region: access.region)
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
