import CloudTrailCore
import CurlTransport
import FoundationEssentials
import Networking
import TestSupport
import Testing

@testable import AWS

@Suite("A bucket for reports")
struct S3Tests {
    @Test("What is put is there, and S3 has compared it with its checksum; a bucket that is none is told")
    func moto() async throws {
        try await MotoServer.with { moto in
            let lines = try await moto.run(
                """
                import boto3, sys
                s3 = boto3.client("s3", region_name="eu-west-1", endpoint_url=sys.argv[1])
                s3.create_bucket(Bucket="reports.example", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
                """)
            #expect(lines == [])
            let keys = try await moto.checkedUser()
            let access = try AWSAccess(
                transport: try CurlTransport(options: .init(userAgent: "trailwatch-tests")),
                settings: try AWSSettings.of([
                    "AWS_ENDPOINT_URL": moto.url, "AWS_ACCESS_KEY_ID": keys[0], "AWS_SECRET_ACCESS_KEY": keys[1],
                    "AWS_REGION": "eu-west-1",
                ]))
            let content = Data("a,b\r\n".utf8)
            try await S3Bucket(named: "reports.example", access).put(
                content, key: "trailwatch/issues-2026.csv", type: "text/csv")
            let there = try await moto.run(
                """
                import boto3, sys
                s3 = boto3.client("s3", region_name="eu-west-1", endpoint_url=sys.argv[1],
                                  aws_access_key_id=sys.argv[2], aws_secret_access_key=sys.argv[3])
                found = s3.get_object(Bucket="reports.example", Key="trailwatch/issues-2026.csv")
                print(found["ContentType"], found["Body"].read())
                """, arguments: keys)
            #expect(there == [#"text/csv b'a,b\r\n'"#])
            let gone = await #expect(throws: AWSError.self) {
                try await S3Bucket(named: "nowhere", access).put(content, key: "trailwatch/x.csv", type: "text/csv")
            }
            #expect(gone?.code == "NoSuchBucket")
        }
    }

    @Test("The request names the checksum that is signed, and where the bucket is")
    func request() async throws {
        let transport = ScriptedTransport([.success(.text(""))])
        let settings = try AWSSettings.of(["AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s"])
        let access = try AWSAccess(transport: transport, settings: settings, region: Region("eu-central-1"))
        try await S3Bucket(named: "reports", access).put(Data(), key: "trailwatch/x.csv", type: "text/csv")
        let request = try #require(transport.requests.first)
        #expect(request.method == .put)
        #expect(request.url == "https://s3.eu-central-1.amazonaws.com/reports/trailwatch/x.csv")
        // Of nothing. https://www.rfc-editor.org/rfc/rfc6234
        #expect(
            request.headers["X-Amz-Content-Sha256"]
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(request.headers["X-Amz-Checksum-Sha256"] == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
        #expect(request.headers["Authorization"]?.contains("x-amz-checksum-sha256") == true)
    }

    @Test(
        "The endpoint's variants are S3's own",
        arguments: [
            (false, true, "https://s3.dualstack.eu-west-1.amazonaws.com/"),
            (true, false, "https://s3-fips.eu-west-1.amazonaws.com/"),
            (true, true, "https://s3-fips.dualstack.eu-west-1.amazonaws.com/"),
        ])
    func endpoints(fips: Bool, dualStack: Bool, url: String) throws {
        let settings = try AWSSettings.of([
            "AWS_USE_FIPS_ENDPOINT": String(fips), "AWS_USE_DUALSTACK_ENDPOINT": String(dualStack),
        ])
        #expect(try Endpoints(settings).url(of: .s3, in: Region("eu-west-1")!) == url)
    }
}
