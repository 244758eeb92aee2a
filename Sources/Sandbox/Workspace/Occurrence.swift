import FoundationEssentials
import Networking

/// Something that happened in the workspace.
public enum Occurrence: Sendable, Equatable {
    /// A connection said hello; the number counts them.
    case connected(Int)
    case disconnected(Int)
    case posted(PostedMessage)
    case edited(PostedMessage)
    case deleted(PostedMessage)
    case modalOpened(Modal)
    case modalUpdated(Modal)
    /// Submitted and taken, or dismissed.
    case modalClosed(Modal)
    /// The app refused a submission: what is wrong, by block id.
    case modalRefused(Modal, [String: String])
    /// What the app offers for what somebody typed into a searched field.
    case suggested([JSONValue], for: String)
    /// What a person's App Home shows now.
    case homePublished(person: String, view: JSONValue)
    case shared(UploadedFile, in: String)
    case called(method: String, error: String?)
    /// Why a call was refused, in Slack's own sentences; follows its `called`.
    case refused(method: String, reasons: [String])
    case sent(EnvelopeRecord)
    case acknowledged(EnvelopeRecord)
    /// Slack's own words to a person whose click or command did not get through.
    case failed(to: String, channel: String?, text: String)
}

/// One delivery attempt of an envelope.
public struct EnvelopeRecord: Sendable, Equatable {
    public var id: String
    /// `events_api`, `slash_commands` or `interactive`.
    public var type: String
    /// 0 for the first.
    public var attempt: Int
    public var connection: Int
    public var payload: JSONValue
    /// What the acknowledgement carried.
    public var response: JSONValue?
}

/// A form over the chat, as it stands now.
public struct Modal: Sendable, Equatable {
    public var id: String
    public var person: String
    public var hash: String
    public var view: JSONValue

    /// Nothing to fill in or submit yet: the app opened it only to keep its trigger.
    public var isLoading: Bool { view["submit"] == nil && inputs.isEmpty }

    public var inputs: [JSONValue] { (view["blocks"]?.array ?? []).filter { $0["type"]?.string == "input" } }
}

/// A file of the app's.
public struct UploadedFile: Sendable, Equatable {
    public var id: String
    public var name: String
    public var alternativeText: String
    public var content: Data
    /// The thread it is shown in, and the words it is shown with.
    public var thread: String?
    public var comment = ""
    /// What was announced; Slack refuses to show another.
    var length: Int
}
