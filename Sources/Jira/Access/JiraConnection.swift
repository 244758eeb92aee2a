import Networking

/// Finds out which JIRA answers, and where it takes the bot's credentials.
struct JiraConnection: Sendable {
    let client: JiraClient
    /// API tokens with scopes are taken here only, not at the site itself.
    /// https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/
    var gateway = "https://api.atlassian.com"

    func open() async throws(JiraFailure) -> JiraAPI {
        let refusal: JiraFailure
        do {
            return try await open(client)
        } catch let error where error.status == 401 {
            refusal = error
        }
        guard let cloudID = try await cloudID() else { throw refusal }
        var scoped = client
        scoped.address = JiraAddress(server: client.address.links, api: "\(gateway)/ex/jira/\(cloudID)")
        do {
            return try await open(scoped)
        } catch let error where error.status == 401 && !error.lacksScope {
            // Neither door takes them, and people know the first.
            throw refusal
        }
    }

    private func open(_ client: JiraClient) async throws(JiraFailure) -> JiraAPI {
        let info = try await client.send(.get("serverInfo"), version: 2)
        guard info["version"]?.string != nil || info["deploymentType"]?.string != nil else { throw .unreadable(200) }
        let api = JiraAPI(client: client, deployment: JiraDeployment(serverInfo: info))
        // Cloud tells strangers what it is, so only this says whether it lets the bot in.
        if api.deployment == .cloud { _ = try await api.send(.get("myself")) }
        return api
    }

    /// nil where there is no such thing: not a Cloud site.
    private func cloudID() async throws(JiraFailure) -> String? {
        do {
            let id = try await client.tenantInfo()["cloudId"]?.string
            return id.flatMap { $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") } ? $0 : nil }
        } catch let error where error.status != nil && !error.isTransient {
            return nil
        }
    }
}
