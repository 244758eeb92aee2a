/// What a frame's raw bytes tell before anything is decoded: enough to acknowledge it, and to drop the many events that
/// are not for the bot. An unsubscribed-to event costs one pass over its bytes and no allocation.
struct FrameOutline: Equatable {
    /// `type` of the frame.
    enum Kind: Equatable {
        case hello
        case disconnect
        case eventsAPI
        case slashCommands
        case interactive
        case other
    }

    /// `payload.event.type`.
    enum EventKind: Equatable {
        case mention
        case message
        case homeOpened
        /// About people, channels, user groups or the app's own installation.
        case workspace
        case other
    }

    /// `payload.type` of an interaction whose acknowledgement carries an answer.
    enum Question: Equatable {
        case suggestion
        case submission
    }

    var kind = Kind.other
    /// Where the contents of `envelope_id` are, as they stand between the quotes.
    var envelopeID: Range<Int>?
    var event: EventKind?
    var question: Question?
    var isDirectMessage = false
    var isFromBot = false
    /// An edit, a join, a bot's message: everything but somebody saying something.
    var isHousekeeping = false

    /// Whether a person says something to the bot. True also where the event could not be made out: the decoder
    /// finds out, and logs it.
    var isAddressed: Bool {
        switch kind {
        case .hello, .disconnect, .other: false
        case .slashCommands, .interactive: true
        case .eventsAPI:
            switch event {
            case nil: true
            case .mention: !isFromBot && !isHousekeeping
            case .message: isDirectMessage && !isFromBot && !isHousekeeping
            case .homeOpened: true
            case .workspace, .other: false
            }
        }
    }
}
