import Cryptography
import FoundationEssentials
import Networking

/// A text file to attach.
/// https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-attachments/
struct JiraFile: Sendable, Equatable {
    var name: String
    var text: String

    /// Makes the request a `multipart/form-data` of this file alone.
    func attach(to request: inout HTTPRequest) {
        // Made from the content, which then cannot hold it.
        let boundary = "trailwatch-" + SHA256.hash(text).hex
        let head = """
            --\(boundary)
            Content-Disposition: form-data; name="file"; filename="\(name)"
            Content-Type: text/plain; charset=utf-8


            """.replacing("\n", with: "\r\n")
        request.headers["Content-Type"] = "multipart/form-data; boundary=\(boundary)"
        // Without it JIRA takes the upload for a forged one.
        request.headers["X-Atlassian-Token"] = "no-check"
        request.body = Data(head.utf8) + Data(text.utf8) + Data("\r\n--\(boundary)--\r\n".utf8)
    }
}
