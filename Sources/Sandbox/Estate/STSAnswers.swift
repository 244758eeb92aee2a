import FoundationEssentials

/// What STS answers.
enum STSAnswers {
    static func callerIdentity(_ account: String) -> String {
        response(
            "GetCallerIdentity",
            "<Arn>arn:aws:iam::\(account):user/trailwatch</Arn><UserId>AIDASANDBOX</UserId><Account>\(account)</Account>"
        )
    }

    static func assumeRole(
        _ form: [String: String], _ caller: AWSCaller, in estate: Estate, at now: Double
    ) throws(AWSFailure) -> String {
        let arn = form["RoleArn"] ?? ""
        let session = form["RoleSessionName"] ?? ""
        guard (2...64).contains(session.count),
            session.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_+=,.@-".contains($0)) })
        else { throw AWSFailure("ValidationError", "1 validation error detected: Value at 'roleSessionName' failed.") }
        let duration = form["DurationSeconds"].flatMap(Double.init) ?? 3600
        guard (900...43_200).contains(duration) else {
            throw AWSFailure("ValidationError", "1 validation error detected: Value at 'durationSeconds' failed.")
        }
        let parts = arn.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[2] == "iam", parts[5] == "role/\(estate.scenario.role)",
            let account = estate.account(parts[4]), account.roleDenied != true
        else {
            throw AWSFailure(
                "AccessDenied",
                "User: arn:aws:iam::\(caller.account):user/trailwatch is not authorized to perform: "
                    + "sts:AssumeRole on resource: \(arn)", status: 403)
        }
        let credentials =
            "<AccessKeyId>\(AWSCaller.sessionKey(account.id))</AccessKeyId>"
            + "<SecretAccessKey>sandbox-secret-of-\(account.id)</SecretAccessKey>"
            + "<SessionToken>\(AWSCaller.sessionToken(account.id))</SessionToken>"
            + "<Expiration>\(Date(timeIntervalSince1970: now + duration).formatted(.iso8601))</Expiration>"
        return response(
            "AssumeRole",
            "<Credentials>\(credentials)</Credentials><AssumedRoleUser><AssumedRoleId>AROASANDBOX:\(session)</AssumedRoleId>"
                + "<Arn>arn:aws:sts::\(account.id):assumed-role/\(estate.scenario.role)/\(session)</Arn></AssumedRoleUser>"
        )
    }

    static func sessionARN(_ caller: AWSCaller, _ estate: Estate) -> String {
        "arn:aws:sts::\(caller.account):assumed-role/\(estate.scenario.role)/trailwatch"
    }

    private static func response(_ operation: String, _ result: String) -> String {
        "<\(operation)Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
            + "<\(operation)Result>\(result)</\(operation)Result>"
            + "<ResponseMetadata><RequestId>\(XML.requestID)</RequestId></ResponseMetadata></\(operation)Response>"
    }
}
