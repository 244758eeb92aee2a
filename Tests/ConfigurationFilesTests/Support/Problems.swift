@testable import ConfigurationFiles

/// What the three files' contents are rejected with, a line per problem; empty when they are accepted.
func problems(config: String = minimal, whitelist: String = "{}", ticketOwners: String = "{}") -> [String] {
    do throws(ConfigurationError) {
        _ = try ConfigurationFiles.parse(config: config, whitelist: whitelist, ticketOwners: ticketOwners)
        return []
    } catch {
        return error.problems.map(\.description)
    }
}

/// The least that config.json must say.
let minimal = #"{"aws": {"accounts": {}}}"#
