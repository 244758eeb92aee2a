import Networking

/// What only a check-up asks.
extension WebAPIClient {
    private struct Info: Decodable {
        var channel: SlackChannel
    }

    /// nil where Slack does not say. https://docs.slack.dev/authentication/installing-with-oauth#scopes
    func grantedScopes() async throws(WebAPIError) -> Set<String>? {
        let headers: HTTPHeaders = ["Authorization": "Bearer \(token.value.reveal())"]
        let request = HTTPRequest(method: .post, url: baseURL + WebMethod.authTest.name, headers: headers)
        let response = try await repeating(.authTest, pacing: nil) { () async throws(WebAPIError) in
            try await send(request, of: .authTest)
        }
        return response.headers["X-OAuth-Scopes"].map { value in
            Set(value.split(separator: ",").map { $0.trimmingPrefix(while: \.isWhitespace) }.map(String.init))
        }
    }

    func channel(_ id: String) async throws(WebAPIError) -> SlackChannel {
        let info: Info = try await call(.conversationsInfo, form: [("channel", id)])
        return info.channel
    }
}
