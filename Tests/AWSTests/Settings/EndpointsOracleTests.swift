import CloudTrailCore
import FoundationEssentials
import TestSupport
import Testing

@testable import AWS

@Suite("Endpoints against botocore")
struct EndpointsOracleTests {
    private struct Case: Codable {
        var service: String
        var region: String
        var fips: Bool
        var dualStack: Bool
        var url: String
        var partition: String
        /// Where the signature must be for; absent when it is the region.
        var signingRegion: String?
    }

    @Test("Every region of every partition, with every variant, has the endpoint that botocore's rules give it")
    func oracle() async throws {
        let lines = try await ChildProcess.output(of: [ProjectPython.path, "-c", Self.script])
        let cases = try JSONDecoder().decode([Case].self, from: Data(lines.joined().utf8))
        #expect(cases.count > 1000)
        for item in cases {
            let settings = try AWSSettings.of([
                "AWS_USE_FIPS_ENDPOINT": String(item.fips), "AWS_USE_DUALSTACK_ENDPOINT": String(item.dualStack),
            ])
            let region = try #require(Region(item.region))
            let service = try #require(AWSService.allCases.first { $0.oracleName == item.service })
            // A rule that no documentation bears out.
            if service == .secretsManager, item.partition == "aws-cn", item.fips, item.dualStack { continue }
            #expect(try Endpoints(settings).url(of: service, in: region) == item.url + "/", "\(item)")
            #expect(Partition(of: region).id == item.partition)
            if service.isGlobal { #expect(Partition(of: region).globalRegion.rawValue == item.signingRegion) }
        }
    }

    private static let script = """
        import json
        import botocore.session
        from botocore.endpoint_provider import EndpointProvider

        loader = botocore.session.get_session().get_component("data_loader")
        partitions = loader.load_data("partitions")
        cases = []
        for name in ("sts", "ec2", "cloudtrail", "organizations", "sso", "sso-oidc", "secretsmanager", "ssm", "dynamodb",
                     "logs"):
            rules = EndpointProvider(loader.load_service_model(name, "endpoint-rule-set-1"), partitions)
            for partition in partitions["partitions"]:
                for region in partition["regions"]:
                    if region.endswith("-global"):
                        continue
                    for fips in (False, True):
                        for dual in (False, True):
                            extra = {"UseGlobalEndpoint": False} if name == "sts" else {}
                            answer = rules.resolve_endpoint(Region=region, UseFIPS=fips, UseDualStack=dual, **extra)
                            schemes = answer.properties.get("authSchemes", [])
                            cases.append({"service": name, "region": region, "fips": fips,
                                          "dualStack": dual, "url": answer.url, "partition": partition["id"],
                                          "signingRegion": schemes[0].get("signingRegion") if schemes else None})
        print(json.dumps(cases))
        """
}

extension AWSService {
    fileprivate var oracleName: String { self == .ssoOIDC ? "sso-oidc" : signingName }
}
