import Foundation
import TestSupport

/// Debian's Prometheus, scraping one bot every second under our own alert rules, which here do not wait before they fire.
struct Prometheus {
    let url: String

    static func isInstalled() async -> Bool {
        (try? await ChildProcess.output(of: ["prometheus", "--version"])) != nil
    }

    static func watching(_ target: String, _ body: (Prometheus) async throws -> Void) async throws {
        try await TemporaryDirectory.with { directory in
            let shipped = try String(
                contentsOfFile: project + "manifests/prometheus/trailwatch.rules.yml", encoding: .utf8)
            try directory.write(shipped.replacing(/for: \w+/, with: "for: 0s"), to: "rules.yml")
            let configuration = """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [rules.yml]
                scrape_configs: [{job_name: trailwatch, static_configs: [{targets: ["\(target)"]}]}]
                """
            try directory.write(configuration, to: "prometheus.yml")
            try await ChildProcess.with(["python3", "-u", "-c", server, directory.path]) { process in
                try await body(Prometheus(url: process.line()))
            }
        }
    }

    /// The names of the alerts that fire, asked again until `name` is, or is not, among them.
    func alerts(until name: String, fires: Bool) async throws -> [String] {
        try await ChildProcess.output(of: ["python3", "-c", Self.alerts, url, name, fires ? "yes" : "no"])
    }

    /// The value of an expression; nil while there is none.
    func value(_ expression: String) async throws -> String? {
        try await ChildProcess.output(of: ["python3", "-c", Self.query, url, expression]).first
    }

    static let project =
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/"

    private static let server = """
        import ctypes, os, socket, subprocess, sys, time, urllib.request
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            place = "127.0.0.1:%d" % s.getsockname()[1]
        os.chdir(sys.argv[1])
        server = subprocess.Popen(["prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data",
            "--web.listen-address=" + place, "--log.level=error"], stdout=subprocess.DEVNULL,
            preexec_fn=lambda: ctypes.CDLL(None).prctl(1, 9))
        while server.poll() is None:
            try:
                urllib.request.urlopen("http://%s/-/ready" % place)
                break
            except OSError:
                time.sleep(0.05)
        print("http://" + place)
        # PR_SET_PDEATHSIG: the server ends with this script, and that with the test, whatever becomes of either.
        sys.stdin.read()
        """

    private static let alerts = """
        import json, sys, time, urllib.request
        url, name, wanted = sys.argv[1], sys.argv[2], sys.argv[3] == "yes"
        deadline = time.monotonic() + 60
        while True:
            answer = json.load(urllib.request.urlopen(url + "/api/v1/alerts"))
            firing = sorted({a["labels"]["alertname"] for a in answer["data"]["alerts"] if a["state"] == "firing"})
            if (name in firing) == wanted or time.monotonic() > deadline:
                break
            time.sleep(0.1)
        print("\\n".join(firing))
        """

    private static let query = """
        import json, sys, time, urllib.parse, urllib.request
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            address = sys.argv[1] + "/api/v1/query?query=" + urllib.parse.quote(sys.argv[2])
            result = json.load(urllib.request.urlopen(address))["data"]["result"]
            if result:
                print(result[0]["value"][1])
                break
            time.sleep(0.1)
        """
}
