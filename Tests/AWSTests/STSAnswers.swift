import FoundationEssentials
import Networking

@testable import AWS

/// What STS answers when it says yes.
enum STSAnswers {
    static let session = Credentials(
        accessKeyID: "ASIASESSION", secretAccessKey: Secret("session-secret"), sessionToken: Secret("session-token"),
        expiration: Date(timeIntervalSince1970: 1_769_903_999))

    static func credentials(
        _ operation: String, accessKeyID: String = "ASIASESSION", expiration: String = "2026-01-31T23:59:59Z"
    ) -> HTTPResponse {
        .text(
            """
            <\(operation)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(operation)Result><Credentials>\
            <AccessKeyId>\(accessKeyID)</AccessKeyId><SecretAccessKey>session-secret</SecretAccessKey>\
            <SessionToken>session-token</SessionToken><Expiration>\(expiration)</Expiration></Credentials>\
            </\(operation)Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></\(operation)Response>
            """)
    }

    static func identity(_ account: String, partition: String = "aws") -> HTTPResponse {
        .text(
            """
            <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>\
            <Arn>arn:\(partition):iam::\(account):user/bot</Arn><UserId>AIDA</UserId><Account>\(account)</Account>\
            </GetCallerIdentityResult></GetCallerIdentityResponse>
            """)
    }
}
