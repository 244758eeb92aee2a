import Foundation

/// moto (https://docs.getmoto.org), an AWS that others wrote, on a free loopback port.
public struct MotoServer: Sendable {
    /// To be used as `AWS_ENDPOINT_URL`.
    public let url: String

    /// Lends a server to `body`, once it answers; it is ended afterwards. Nothing is checked until `checkSignatures`.
    public static nonisolated(nonsending) func with<Result>(
        _ body: nonisolated(nonsending) (MotoServer) async throws -> Result
    ) async throws -> Result {
        try await ChildProcess.with(python + ["-u", "-c", server]) { process in
            let line = try await process.line()
            guard line.hasPrefix("http://") else { throw ChildProcess.Failure(description: line) }
            return try await body(MotoServer(url: line))
        }
    }

    /// Runs a Python script that finds the server's URL in `sys.argv[1]`; the lines that it prints.
    @discardableResult
    public func run(_ script: String, arguments: [String] = []) async throws -> [String] {
        try await ChildProcess.output(of: Self.python + ["-c", script, url] + arguments)
    }

    /// The id and the secret of a user who may do everything. From now on signatures are checked.
    public func checkedUser() async throws -> [String] {
        let keys = try await run(
            """
            import boto3, json, sys
            iam = boto3.client("iam", region_name="us-east-1", endpoint_url=sys.argv[1])
            iam.create_user(UserName="bot")
            iam.put_user_policy(UserName="bot", PolicyName="all", PolicyDocument=json.dumps({
                "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))
            key = iam.create_access_key(UserName="bot")["AccessKey"]
            print(key["AccessKeyId"])
            print(key["SecretAccessKey"])
            """)
        try await checkSignatures()
        return keys
    }

    /// From now on each request needs a right signature of known keys, and a policy that allows it.
    public func checkSignatures() async throws {
        try await run(
            """
            import sys, urllib.request
            urllib.request.urlopen(urllib.request.Request(
                sys.argv[1] + "/moto-api/reset-auth", data=b"0", headers={"Content-Type": "text/plain"})).read()
            """)
    }

    /// Python without anything that a developer's own AWS settings could change.
    private static let python =
        ["env"] + ["AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"].flatMap { ["-u", $0] } + [
            "AWS_ACCESS_KEY_ID=testing", "AWS_SECRET_ACCESS_KEY=testing", "AWS_DEFAULT_REGION=us-east-1",
            "AWS_REGION=us-east-1", "AWS_CONFIG_FILE=/dev/null", "AWS_SHARED_CREDENTIALS_FILE=/dev/null",
            ProjectPython.path,
        ]

    private static let server = """
        import logging, os, sys
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        try:
            from moto.server import ThreadedMotoServer
        except ImportError:
            print("moto is not installed for " + sys.executable + ": run `make test`, which installs it")
            sys.exit(1)
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        print("http://%s:%s" % server.get_host_and_port())
        # Ends with the test that started it, whatever becomes of that.
        sys.stdin.read()
        os._exit(0)
        """
}
