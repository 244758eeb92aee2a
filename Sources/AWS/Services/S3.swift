import CloudTrailCore
import Cryptography
import FoundationEssentials
import Networking

/// A bucket of Simple Storage Service to put objects into. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
public struct S3Bucket: Sendable {
    private let client: AWSClient
    private let region: Region
    private let name: String

    /// The bucket has to be in `region`, else in the one that STS is asked in.
    public init(named name: String, _ access: AWSAccess, region: Region? = nil) {
        client = access.client
        self.region = region ?? access.region
        self.name = name
    }

    /// Replaces an object of the same key: letters, digits and `-._/` without `.` or `..` between slashes. S3 compares the
    /// content with its checksum, and takes it only for a bucket of `owner` where one is given.
    public func put(
        _ content: Data, key: String, type: String, owner: AccountID? = nil
    ) async throws(AWSError) {
        let operation = Operation(.putObject, in: region)
        let digest = SHA256.hash(content)
        var headers: HTTPHeaders = [
            "Content-Type": type, "X-Amz-Content-Sha256": digest.hex,
            "X-Amz-Checksum-Sha256": Data(digest.bytes).base64EncodedString(),
        ]
        headers["X-Amz-Expected-Bucket-Owner"] = owner?.rawValue
        // Buckets with dots in their names have no host of their own.
        let message = AWSMessage(method: .put, path: "\(name)/\(key)", headers: headers, body: content)
        try await client.send(operation, message) { (_: HTTPResponse) throws(AWSError) in }
    }
}
