import ChatOps
import FoundationEssentials
import Networking

/// https://docs.slack.dev/messaging/working-with-files#upload
extension WebAPIClient {
    private struct Place: Decodable {
        var upload_url: String
        var file_id: String
    }

    private struct Completion: Encodable {
        struct File: Encodable {
            var id: String
            var title: String
        }

        var files: [File]
        var channel_id: String
        var thread_ts: String?
        var initial_comment: String?
    }

    /// `comment` is markup, escaped already. Answers the file's id.
    func share(
        _ file: SharedFile, in channel: String, thread: String?, comment: String?
    ) async throws(WebAPIError) -> String {
        let alternative = file.alternativeText.printable.shortened(to: Limits.altText)
        let place: Place = try await call(
            .filesGetUploadURL,
            form: [("filename", file.name), ("length", String(file.content.count))]
                + (alternative.isEmpty ? [] : [("alt_txt", alternative)]))
        try await upload(file.content, to: place.upload_url)
        let completion = Completion(
            files: [.init(id: place.file_id, title: file.title)], channel_id: channel, thread_ts: thread,
            initial_comment: comment)
        let _: NoContent = try await call(.filesCompleteUpload, json: completion, pacing: channel)
        return place.file_id
    }

    /// The address authorises itself.
    private func upload(_ content: Data, to url: String) async throws(WebAPIError) {
        let request = HTTPRequest(
            method: .post, url: url, headers: ["Content-Type": "application/octet-stream"], body: content,
            timeout: WebMethod.upload.timeout)
        try await repeating(.upload, pacing: nil) { () async throws(WebAPIError) in
            let response = try await send(request, of: .upload)
            guard response.status == 200 else {
                throw WebAPIError(method: WebMethod.upload.name, reason: .status(response.status))
            }
        }
    }
}
