import FoundationEssentials
import Networking

/// https://docs.slack.dev/messaging/working-with-files#upload
extension Workspace {
    func announceFile(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let name = try arguments.required("filename")
        guard let length = arguments.int("length"), length > 0 else { throw SlackRefusal("invalid_arguments") }
        let file = UploadedFile(
            id: "F0\(mintNumber())", name: name, alternativeText: arguments.string("alt_txt") ?? "", content: Data(),
            length: length)
        files[file.id] = file
        return ["upload_url": .string("\(base)/upload/\(file.id)"), "file_id": .string(file.id)]
    }

    /// The bytes of an announced file.
    func receive(_ request: ServedRequest) -> ServedResponse {
        guard request.method == "POST", var file = files[String(request.path.dropFirst("/upload/".count))] else {
            return .text(404, "Nothing here.")
        }
        file.content = request.body
        files[file.id] = file
        return .text(200, "OK - \(request.body.count)")
    }

    func showFiles(_ arguments: CallArguments) throws(SlackRefusal) -> JSONValue {
        let channel = try readable(try arguments.required("channel_id"))
        if !channel.members.contains(identity.bot.id) { throw SlackRefusal("not_in_channel") }
        let named = try arguments.json("files", else: "invalid_arguments")?.array ?? []
        var shown: [UploadedFile] = []
        for entry in named {
            guard let file = entry["id"]?.string.flatMap({ files[$0] }), file.content.count == file.length else {
                throw SlackRefusal("file_not_found")
            }
            shown.append(file)
        }
        let thread = try thread(arguments.string("thread_ts"))
        for var file in shown {
            files[file.id] = nil
            (file.thread, file.comment) = (thread, arguments.string("initial_comment") ?? "")
            journal.append(.shared(file, in: channel.id))
        }
        return ["files": .array(shown.map { ["id": .string($0.id), "name": .string($0.name)] })]
    }
}
