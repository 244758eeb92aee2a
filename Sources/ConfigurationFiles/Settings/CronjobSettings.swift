import Scheduling

/// `cronjobs` of config.json.
public struct CronjobSettings: Hashable, Sendable {
    /// When accounts are scanned; our own key.
    public var identification: Schedule?
    /// When Hammer told what it had found; read so that a mistake in it is named. Owners are told at once.
    public var reporting: Schedule?

    public init(identification: Schedule? = nil, reporting: Schedule? = nil) {
        self.identification = identification
        self.reporting = reporting
    }
}
