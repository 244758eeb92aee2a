import CloudTrailCore
import Testing

@testable import AWS

@Suite("Endpoints")
struct EndpointsTests {
    /// As botocore's rule sets answer.
    @Test(
        "Each partition has its own domain",
        arguments: [
            ("eu-west-1", AWSService.sts, "https://sts.eu-west-1.amazonaws.com/", "aws"),
            ("us-east-1", .sts, "https://sts.us-east-1.amazonaws.com/", "aws"),
            ("us-east-1", .cloudTrail, "https://cloudtrail.us-east-1.amazonaws.com/", "aws"),
            ("il-central-1", .ec2, "https://ec2.il-central-1.amazonaws.com/", "aws"),
            ("cn-north-1", .cloudTrail, "https://cloudtrail.cn-north-1.amazonaws.com.cn/", "aws-cn"),
            ("us-gov-west-1", .sts, "https://sts.us-gov-west-1.amazonaws.com/", "aws-us-gov"),
            ("eusc-de-east-1", .ec2, "https://ec2.eusc-de-east-1.amazonaws.eu/", "aws-eusc"),
            ("us-iso-east-1", .cloudTrail, "https://cloudtrail.us-iso-east-1.c2s.ic.gov/", "aws-iso"),
            ("us-isob-east-1", .sts, "https://sts.us-isob-east-1.sc2s.sgov.gov/", "aws-iso-b"),
            ("eu-isoe-west-1", .sts, "https://sts.eu-isoe-west-1.cloud.adc-e.uk/", "aws-iso-e"),
            ("us-isof-south-1", .sts, "https://sts.us-isof-south-1.csp.hci.ic.gov/", "aws-iso-f"),
        ])
    func partitions(region: String, service: AWSService, url: String, partition: String) throws {
        let region = try #require(Region(region))
        #expect(try Endpoints(.of()).url(of: service, in: region) == url)
        #expect(Partition(of: region).id == partition)
    }

    @Test(
        "FIPS and dual-stack endpoints are used when asked for",
        arguments: [
            ("us-east-1", true, false, "https://cloudtrail-fips.us-east-1.amazonaws.com/"),
            ("us-east-1", false, true, "https://cloudtrail.us-east-1.api.aws/"),
            ("us-east-1", true, true, "https://cloudtrail-fips.us-east-1.api.aws/"),
            ("cn-north-1", false, true, "https://cloudtrail.cn-north-1.api.amazonwebservices.com.cn/"),
            ("us-gov-west-1", true, false, "https://cloudtrail.us-gov-west-1.amazonaws.com/"),
            ("us-gov-west-1", true, true, "https://cloudtrail-fips.us-gov-west-1.api.aws/"),
        ])
    func variants(region: String, fips: Bool, dualStack: Bool, url: String) throws {
        let settings = try AWSSettings.of([
            "AWS_USE_FIPS_ENDPOINT": String(fips), "AWS_USE_DUALSTACK_ENDPOINT": String(dualStack),
        ])
        #expect(try Endpoints(settings).url(of: .cloudTrail, in: Region(region)!) == url)
    }

    @Test(
        "A service's own URL wins over the general one, that over the profile's, and all can be ignored",
        arguments: [
            (["AWS_ENDPOINT_URL_STS": "http://own:1/", "AWS_ENDPOINT_URL": "http://all:2"], "http://own:1/"),
            (["AWS_ENDPOINT_URL_EC2": "http://own:1/", "AWS_ENDPOINT_URL": "http://all:2"], "http://all:2/"),
            (["AWS_ENDPOINT_URL_CLOUDTRAIL": "http://own:1/"], "http://profile:3/base/"),
            (
                ["AWS_ENDPOINT_URL": "http://all:2", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE"],
                "https://sts.eu-west-1.amazonaws.com/"
            ),
        ])
    func configured(environment: [String: String], url: String) throws {
        let files = ["/home/bot/.aws/config": "[default]\nendpoint_url = http://profile:3/base\n"]
        let settings = try AWSSettings.of(environment, files: files)
        #expect(try Endpoints(settings).url(of: .sts, in: Region("eu-west-1")!) == url)
    }

    @Test(
        "A profile's section of services wins over its general URL, and the environment over both",
        arguments: [
            ([:], "http://section:4/"), (["AWS_ENDPOINT_URL": "http://all:2"], "http://all:2/"),
            (["AWS_PROFILE": "ignoring"], "https://sts.eu-west-1.amazonaws.com/"),
            (["AWS_PROFILE": "fips"], "https://sts-fips.eu-west-1.api.aws/"),
        ])
    func services(environment: [String: String], url: String) throws {
        let config = """
            [default]
            endpoint_url = http://profile:3
            services = local
            [profile ignoring]
            services = local
            ignore_configured_endpoint_urls = true
            [profile fips]
            use_fips_endpoint = true
            use_dualstack_endpoint = true
            [services local]
            sts =
              endpoint_url = http://section:4
            s3 =
              endpoint_url = http://other:5
            """
        let settings = try AWSSettings.of(environment, files: ["/home/bot/.aws/config": config])
        #expect(try Endpoints(settings).url(of: .sts, in: Region("eu-west-1")!) == url)
    }

    @Test(
        "A section of services that is not there, or has no URL, is named",
        arguments: [
            ("[default]\nservices = x\n", "profile default: services names `x`, which is no section [services …]"),
            (
                "[default]\nservices = x\n[services x]\nec2 =\n  endpoint_url = here\n",
                "services x: ec2: endpoint_url: expected an http or https URL, found `here`"
            ),
        ])
    func malformedServices(config: String, sentence: String) throws {
        let settings = try AWSSettings.of(files: ["/home/bot/.aws/config": config])
        let error = #expect(throws: AWSError.self) { try Endpoints(settings) }
        #expect(error == AWSError(.configuration, sentence))
    }

    @Test("An endpoint that is no URL is named")
    func malformed() throws {
        let variable = #expect(throws: AWSError.self) { try AWSSettings.of(["AWS_ENDPOINT_URL_STS": "localhost:4566"]) }
        #expect(
            variable
                == AWSError(
                    .configuration, "AWS_ENDPOINT_URL_STS: expected an http or https URL, found `localhost:4566`"))
        let settings = try AWSSettings.of(files: ["/home/bot/.aws/config": "[default]\nendpoint_url = ftp://x\n"])
        let profile = #expect(throws: AWSError.self) { try Endpoints(settings) }
        #expect(
            profile
                == AWSError(
                    .configuration, "profile default: endpoint_url: expected an http or https URL, found `ftp://x`"))
    }

    @Test(
        "A URL is cut into its parts as written",
        arguments: [
            ("https://a.b/", "a.b", "a.b", "/", ""), ("https://a.b:443", "a.b", "a.b", "", ""),
            ("http://a.b:443/x?y=1?2#z", "a.b:443", "a.b", "/x", "y=1?2"),
            ("http://u:p@127.0.0.1:80/x", "127.0.0.1", "127.0.0.1", "/x", ""),
            ("http://[fd00:ec2::23]:8080/x", "[fd00:ec2::23]:8080", "fd00:ec2::23", "/x", ""),
            ("http://a.b?q", "a.b", "a.b", "", "q"),
        ])
    func parts(url: String, host: String, name: String, path: String, query: String) {
        let parts = URLParts(url)
        #expect(parts.host == host)
        #expect(parts.hostName == name)
        #expect(parts.path == path)
        #expect(parts.query == query)
        #expect(parts.isAbsolute)
    }
}
