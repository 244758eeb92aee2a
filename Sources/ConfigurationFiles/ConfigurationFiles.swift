import CloudTrailCore

/// The directory of config.json, whitelist.json and ticket_owners.json, in the form that Dow Jones Hammer documents.
public enum ConfigurationFiles {
    typealias Problem = ConfigurationError.Problem

    /// Reads and checks all three files. Throws everything that is wrong with any of them, at once.
    public static func load(directory: String) throws(ConfigurationError) -> LoadedFiles {
        let directory = try ConfigurationDirectory(path: directory)
        var problems: [Problem] = []
        func read(_ name: String, orElse advice: String) -> [UInt8]? {
            do throws(ConfigurationDirectory.ReadFailure) {
                return try directory.read(name, orElse: advice)
            } catch {
                problems.append(error.problem)
                return nil
            }
        }
        let config = read("config.json", orElse: "it says which accounts to scan")
        let whitelist = read("whitelist.json", orElse: "when there is nothing to whitelist, let it contain {}")
        let owners = read("ticket_owners.json", orElse: "when nobody is to be told, let it contain {}")
        return try check(config: config, whitelist: whitelist, ticketOwners: owners, problems: problems)
    }

    /// Checks the contents of the three files.
    public static func parse(
        config: String, whitelist: String = "{}", ticketOwners: String = "{}"
    ) throws(ConfigurationError) -> LoadedFiles {
        try check(
            config: Array(config.utf8), whitelist: Array(whitelist.utf8), ticketOwners: Array(ticketOwners.utf8))
    }

    /// A file that could not be read is nil, its problem among `problems`; the others are checked all the same.
    static func check(
        config: [UInt8]?, whitelist: [UInt8]?, ticketOwners: [UInt8]?, problems unreadable: [Problem] = []
    ) throws(ConfigurationError) -> LoadedFiles {
        var main = ConfigurationReader()
        var accepted = WhitelistReader()
        var owners = TicketOwnersReader()
        let configuration = main.values.root(of: config).map { main.read($0) } ?? Configuration()
        let units = configuration.businessUnits
        let files = LoadedFiles(
            configuration: configuration,
            whitelist: accepted.values.root(of: whitelist).map { accepted.read($0) } ?? Whitelist(),
            ticketOwners: owners.values.root(of: ticketOwners).map { owners.read($0, businessUnits: units) }
                ?? TicketOwners(),
            notes: main.values.notes + accepted.values.notes + owners.values.notes)
        let problems = unreadable + [main.values, accepted.values, owners.values].flatMap(\.problemsInOrder)
        guard problems.isEmpty else { throw ConfigurationError(problems: problems) }
        return files
    }
}
