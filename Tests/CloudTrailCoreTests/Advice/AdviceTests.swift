import FoundationEssentials
import Testing

@testable import CloudTrailCore

@Suite("Advice")
struct AdviceTests {
    private static let arn = "arn:aws:cloudtrail:eu-west-1:111111111111:trail/main"
    private static let home = "--region eu-west-1"
    private static let all =
        #"'[{"IncludeManagementEvents":true,"ReadWriteType":"All"}]'"#

    /// The commands for each finding of a verdict, by concern.
    private func commands(_ verdict: Verdict) -> [String: [String]] {
        Dictionary(verdict.findings.flatMap { verdict.advice(for: $0) }.map { ($0.concern.rawValue, $0.commands) }) {
            $0 + $1
        }
    }

    private func failing(
        _ target: DeliveryTarget, code: String = "AccessDenied", _ change: (inout Trail) -> Void = { _ in }
    ) -> [String] {
        var snapshot = TrailSnapshot.logging(errors: [.init(target: target, code: code)])
        change(&snapshot.trail)
        return verdict(snapshot).advice.flatMap(\.commands)
    }

    private func undoing(_ what: TrailChange.What, _ change: (inout Trail) -> Void = { _ in }) -> [String] {
        var trail = aTrail()
        change(&trail)
        return Verdict(place: place, findings: [.changed([TrailChange(trail, what)])]).advice.flatMap(\.commands)
    }

    @Test("A region without trails needs one, started")
    func noTrails() {
        #expect(
            commands(verdict()) == [
                "disabled/no_trails": [
                    "aws cloudtrail create-trail --name management-events --s3-bucket-name '<bucket>' --is-multi-region-trail --enable-log-file-validation \(Self.home)",
                    "aws cloudtrail start-logging --name management-events \(Self.home)",
                ]
            ])
    }

    @Test("What is stopped is started, in its home region")
    func stopped() {
        var elsewhere = TrailSnapshot.stopped("z")
        elsewhere.trail.homeRegion = Region("us-east-1")!
        #expect(
            commands(verdict(.stopped(), elsewhere)) == [
                "disabled/stopped": [
                    "aws cloudtrail start-logging --name \(Self.arn) \(Self.home)",
                    "aws cloudtrail start-logging --name \(aTrail("z").arn) --region us-east-1",
                ]
            ])
    }

    @Test("Each gap is mended by the same command, which is given once")
    func gaps() {
        let trail = TrailSnapshot.logging(
            selection: selectors(
                EventSelector(readWriteType: .readOnly, excludedManagementEventSources: ["kms.amazonaws.com"])))
        let put =
            "aws cloudtrail put-event-selectors --trail-name \(Self.arn) --event-selectors \(Self.all) \(Self.home)"
        #expect(commands(verdict(trail)) == ["degraded/writes": [put], "degraded/source": [put]])
        #expect(
            verdict(trail).advice == [
                Advice(concern: .writesMissing, commands: [put]), Advice(concern: .sourceMissing, commands: []),
            ])
    }

    @Test("The selectors that mend are written to the trail that is the cause, not to the first one")
    func widest() throws {
        var local = TrailSnapshot.logging("a", selection: selectors(EventSelector(readWriteType: .readOnly)))
        local.trail.isMultiRegion = false
        let wide = TrailSnapshot.logging("b", selection: selectors(EventSelector(readWriteType: .readOnly)))
        let verdict = verdict(local, wide)
        #expect(verdict.causes == [.trail(arn: wide.trail.arn, .selectors)])
        let commands = verdict.advice.flatMap(\.commands)
        #expect(commands.count == 1 && commands[0].contains("--trail-name \(wide.trail.arn) "))
    }

    @Test("Data events, and names, are kept when management events are added")
    func keepsDataEvents() {
        let data = AdvancedEventSelector(
            name: "Alice's \"data\"",
            fieldSelectors: [
                .init(field: "eventCategory", equals: ["Data"]),
                .init(field: "resources.type", notEquals: ["AWS::S3::Object"]),
            ])
        let half = AdvancedEventSelector(
            fieldSelectors: [
                .init(field: "eventCategory", equals: ["Management"]), .init(field: "readOnly", equals: ["true"]),
            ])
        let trail = TrailSnapshot.logging(selection: .known(.advanced([half, data])))
        #expect(
            verdict(trail).advice.flatMap(\.commands) == [
                "aws cloudtrail put-event-selectors --trail-name \(Self.arn) --advanced-event-selectors "
                    + #"'[{"FieldSelectors":[{"Equals":["Management"],"Field":"eventCategory"}],"Name":"All management events"},"#
                    + #"{"FieldSelectors":[{"Equals":["Data"],"Field":"eventCategory"},{"Field":"resources.type","NotEquals":["AWS::S3::Object"]}],"#
                    + #""Name":"Alice'\''s \"data\""}]' "# + Self.home
            ])
    }

    @Test("Selectors that could not be read are to be read first")
    func unreadSelectors() {
        let trails: [TrailSnapshot] = [
            .logging("a", selection: selectors(EventSelector(includesManagementEvents: false))),
            .unread("b", selection: selectors(EventSelector(includesManagementEvents: false))),
        ]
        var trail = trails[0]
        trail.selection = .unknown(denied)
        let commands = Verdict(place: place, findings: [.degraded(missing: [.reads])], trails: [trail]).advice.flatMap(
            \.commands)
        #expect(
            commands == [
                "aws cloudtrail get-event-selectors --trail-name \(trail.trail.arn) \(Self.home)",
                "# put-event-selectors replaces all of these: keep them, and have reads and writes of management events among them.",
            ])
    }

    @Test("A bucket that refuses gets the policy of CloudTrail's documentation, in the trail's partition and folder")
    func bucket() throws {
        let commands = failing(.s3) {
            $0.arn = "arn:aws-us-gov:cloudtrail:us-gov-west-1:111111111111:trail/main"
            $0.bucketPrefix = "audit"
        }
        #expect(commands.count == 3)
        #expect(commands[0] == "aws s3api get-bucket-policy --bucket logs")
        #expect(commands[1].hasPrefix("# put-bucket-policy replaces the whole policy"))
        let condition = #""aws:SourceArn":"arn:aws-us-gov:cloudtrail:us-gov-west-1:111111111111:trail/main""#
        let grantee = #""Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"}"#
        #expect(
            commands[2]
                == "aws s3api put-bucket-policy --bucket logs --policy '{\"Statement\":["
                + #"{"Action":"s3:GetBucketAcl","Condition":{"StringEquals":{\#(condition)}},\#(grantee),"Resource":"arn:aws-us-gov:s3:::logs","Sid":"AWSCloudTrailAclCheck"},"#
                + #"{"Action":"s3:PutObject","Condition":{"StringEquals":{\#(condition),"s3:x-amz-acl":"bucket-owner-full-control"}},\#(grantee),"Resource":"arn:aws-us-gov:s3:::logs/audit/AWSLogs/111111111111/*","Sid":"AWSCloudTrailWrite"}"#
                + #"],"Version":"2012-10-17"}'"#)
    }

    @Test(
        "A bucket that is gone is made first; us-east-1 is the one region that is not named as its location",
        arguments: [
            ("us-east-1", "aws s3api create-bucket --bucket logs --region us-east-1"),
            (
                "eu-west-1",
                "aws s3api create-bucket --bucket logs --region eu-west-1 --create-bucket-configuration LocationConstraint=eu-west-1"
            ),
        ])
    func missingBucket(region: String, command: String) {
        for target in [DeliveryTarget.s3, .digest] {
            let commands = failing(target, code: "NoSuchBucket") { $0.homeRegion = Region(region)! }
            #expect(commands.count == 4 && commands[0] == command)
        }
    }

    @Test("An organization's trail is mended by its owner, and its bucket takes the members' logs too")
    func organization() throws {
        let commands = failing(.s3) {
            $0.isOrganization = true
            $0.arn = "arn:aws:cloudtrail:us-east-1:222222222222:trail/org"
            $0.name = "org\n# in account 333333333333"
        }
        #expect(commands[0] == "# in account 222222222222, which owns the trail org # in account 333333333333:")
        let policy = try #require(commands.last)
        #expect(policy.contains(#""Resource":"arn:aws:s3:::logs/AWSLogs/222222222222/*""#))
        #expect(policy.contains(#""Resource":"arn:aws:s3:::logs/AWSLogs/<organization id>/*""#))
    }

    @Test("A log group is made, its role tried, and both set again; without one there is nothing to mend")
    func logGroup() {
        let group = "arn:aws-cn:logs:cn-north-1:111111111111:log-group:/aws/trail:*"
        #expect(
            failing(.cloudWatchLogs) {
                $0.logGroupARN = group
                $0.logRoleARN = "arn:aws-cn:iam::111111111111:role/logs"
            } == [
                "aws logs create-log-group --log-group-name /aws/trail \(Self.home)",
                "aws iam simulate-principal-policy --policy-source-arn arn:aws-cn:iam::111111111111:role/logs --action-names logs:CreateLogStream logs:PutLogEvents --resource-arns '\(group)'",
                "aws cloudtrail update-trail --name \(Self.arn) --cloud-watch-logs-log-group-arn '\(group)' --cloud-watch-logs-role-arn arn:aws-cn:iam::111111111111:role/logs \(Self.home)",
            ])
        #expect(failing(.cloudWatchLogs).isEmpty)
    }

    @Test("A topic lets CloudTrail publish, in the topic's own region")
    func topic() {
        let topic = "arn:aws:sns:us-east-1:111111111111:files"
        #expect(
            failing(.sns) { $0.topicARN = topic } == [
                "aws sns get-topic-attributes --topic-arn \(topic) --region us-east-1",
                "# the policy is replaced as a whole: keep what is there, and have this statement among it.",
                "aws sns set-topic-attributes --topic-arn \(topic) --attribute-name Policy --attribute-value "
                    + #"'{"Statement":[{"Action":"sns:Publish","Condition":{"StringEquals":{"aws:SourceArn":"\#(Self.arn)"}},"Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Resource":"\#(topic)","Sid":"AWSCloudTrailSNSPolicy"}],"Version":"2012-10-17"}'"#
                    + " --region us-east-1",
            ])
    }

    @Test("Each change is undone by what makes the trail what it was")
    func changes() {
        let update = "aws cloudtrail update-trail --name \(Self.arn)"
        #expect(undoing(.multiRegionLost) == ["\(update) --is-multi-region-trail \(Self.home)"])
        #expect(undoing(.bucket(from: "logs", to: "x")) == ["\(update) --s3-bucket-name logs \(Self.home)"])
        #expect(undoing(.bucket(from: nil, to: "x")) == ["\(update) --s3-bucket-name '<bucket>' \(Self.home)"])
        #expect(undoing(.key(from: "k", to: nil)) == ["\(update) --kms-key-id k \(Self.home)"])
        #expect(undoing(.key(from: nil, to: "k")) == ["\(update) --kms-key-id '' \(Self.home)"])
        #expect(
            undoing(.logGroup(from: "g", to: nil)) { $0.logRoleARN = "r" } == [
                "\(update) --cloud-watch-logs-log-group-arn g --cloud-watch-logs-role-arn r \(Self.home)"
            ])
        #expect(
            undoing(.logGroup(from: nil, to: "g")) == [
                "\(update) --cloud-watch-logs-log-group-arn '' --cloud-watch-logs-role-arn '' \(Self.home)"
            ])
        #expect(undoing(.logFileValidationLost) == ["\(update) --enable-log-file-validation \(Self.home)"])
        #expect(
            undoing(.selectors(from: .standard, to: .basic([]))) == [
                "aws cloudtrail put-event-selectors --trail-name \(Self.arn) --event-selectors \(Self.all) \(Self.home)"
            ])
    }

    @Test("A trail that is gone is made again with all it had, and started; hostile names stay words")
    func gone() {
        let plain = undoing(.gone) {
            $0.isMultiRegion = false
            $0.bucket = nil
        }
        #expect(
            plain == [
                "aws cloudtrail create-trail --name main --s3-bucket-name '<bucket>' \(Self.home)",
                "aws cloudtrail start-logging --name main \(Self.home)",
            ])
        let hostile = undoing(.gone) {
            $0.name = "x$(id)"
            $0.bucketPrefix = "it's mine"
            $0.kmsKeyID = "alias/`k`"
            $0.topicARN = "arn:aws:sns:eu-west-1:111111111111:t;t"
            $0.validatesLogFiles = true
            $0.isOrganization = true
        }
        #expect(
            hostile == [
                #"aws cloudtrail create-trail --name 'x$(id)' --s3-bucket-name logs --s3-key-prefix 'it'\''s mine' --kms-key-id 'alias/`k`' --sns-topic-name 't;t' --is-multi-region-trail --is-organization-trail --enable-log-file-validation "#
                    + Self.home, "aws cloudtrail start-logging --name 'x$(id)' \(Self.home)",
            ])
    }

    @Test("The worst comes first")
    func order() {
        let trail = TrailSnapshot.logging(
            selection: selectors(EventSelector(readWriteType: .writeOnly)),
            errors: [.init(target: .sns, code: "x"), .init(target: .s3, code: "AccessDenied")])
        #expect(verdict(trail).advice.map(\.concern) == [.s3, .readsMissing, .sns])
    }

    @Test("Every concern has its words", arguments: Concern.allCases)
    func words(concern: Concern) {
        for text in [concern.title, concern.rule, concern.risk] { #expect(!text.isEmpty) }
        #expect(!concern.permissions.isEmpty)
        #expect(concern.documentation.hasPrefix("https://docs.aws.amazon.com/awscloudtrail/latest/userguide/"))
        #expect(concern.documentation.hasSuffix(".html"))
    }
}
