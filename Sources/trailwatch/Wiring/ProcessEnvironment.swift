import FoundationEssentials
import Networking

/// What the environment says, read once. Its secrets may come as files, by the same name with `_FILE`.
struct ProcessEnvironment: Sendable {
    let variables: [String: String]

    init(_ variables: [String: String] = ProcessInfo.processInfo.environment) {
        self.variables = variables.filter { !$0.value.isEmpty }
    }

    subscript(name: String) -> String? { variables[name] }

    /// nil when neither the variable nor its file is named; throws when the file cannot be read.
    func secret(_ name: String) throws(StartFailure) -> Secret? {
        if let value = variables[name] { return Secret(value) }
        guard let path = variables[name + "_FILE"] else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw StartFailure("\(name)_FILE names \(path), which cannot be read")
        }
        let text = String(decoding: data, as: UTF8.self)
        return Secret(String(text.reversed().drop(while: \.isWhitespace).reversed()))
    }

    func requiredSecret(_ name: String, _ purpose: String) throws(StartFailure) -> Secret {
        guard let secret = try secret(name) else {
            throw StartFailure("\(name) is not set (nor \(name)_FILE): \(purpose)")
        }
        return secret
    }

    /// The same with some secrets found elsewhere.
    func with(_ secrets: [String: Secret]) -> ProcessEnvironment {
        ProcessEnvironment(variables.merging(secrets.mapValues { $0.reveal() }) { $1 })
    }

    /// Where state is kept: our own variable, systemd's, or `./state`.
    var stateDirectory: String {
        variables["TRAILWATCH_STATE_DIR"]
            ?? variables["STATE_DIRECTORY"]?.split(separator: ":").first.map(String.init) ?? "./state"
    }

    var databasePath: String { stateDirectory + "/trailwatch.sqlite" }
}
