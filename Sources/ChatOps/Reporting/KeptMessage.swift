import CloudTrailCore

import struct FoundationEssentials.Date

/// A message that is kept up to date, and the thread under it, which tells its history.
protocol KeptMessage: Sendable {
    /// Where it stands.
    var conversation: Conversation { get set }
    var message: MessageReference { get set }
    var openedAt: Date { get }
    /// When it last spoke in the thread.
    var repliedAt: Date? { get set }
    /// When it last said there that nobody is on it.
    var nudgedAt: Date? { get set }
    /// When all it is about was over; nil while something is in trouble.
    var endedAt: Date? { get set }
    /// The gravest that was told aloud, where that is kept: what is graver is told aloud as well.
    var loudest: Severity? { get }
    /// Whom it is for, where it stands in the operators' channel instead.
    var rerouted: String? { get set }
}

extension AlertThread: KeptMessage {
    /// A cause is equally grave everywhere.
    var loudest: Severity? { nil }
}
