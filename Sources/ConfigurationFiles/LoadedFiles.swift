import CloudTrailCore

/// The three configuration files, read and checked.
public struct LoadedFiles: Hashable, Sendable {
    public var configuration: Configuration
    /// whitelist.json: entries of origin `.file`, in file order.
    public var whitelist: Whitelist
    /// ticket_owners.json, with the business units of config.json.
    public var ticketOwners: TicketOwners
    /// What is accepted and yet worth knowing, one sentence each, with file, line and column.
    public var notes: [String]

    public init(
        configuration: Configuration, whitelist: Whitelist = Whitelist(), ticketOwners: TicketOwners = TicketOwners(),
        notes: [String] = []
    ) {
        self.configuration = configuration
        self.whitelist = whitelist
        self.ticketOwners = ticketOwners
        self.notes = notes
    }
}
