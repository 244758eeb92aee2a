/// The App Home of one person. https://docs.slack.dev/surfaces/app-home
struct HomeView: Encodable, Sendable, Equatable {
    private let type = "home"
    let blocks: [Block]

    /// Cut at the limit; nil without blocks, which Slack refuses.
    init?(blocks: [Block]) {
        guard !blocks.isEmpty else { return nil }
        self.blocks = Array(blocks.prefix(Limits.viewBlocks))
    }
}
