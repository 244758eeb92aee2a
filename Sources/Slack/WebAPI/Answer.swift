/// What every method's answer has in common, and the part that is its own.
struct Answer<Content: Decodable>: Decodable {
    var result: Result<Content, WebAPIError.Refusal>

    private enum CodingKeys: String, CodingKey {
        case ok
        case error
        case needed
        case provided
        case metadata = "response_metadata"
    }

    private struct Metadata: Decodable {
        var messages: [String]?
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if try container.decode(Bool.self, forKey: .ok) {
            result = .success(try Content(from: decoder))
        } else {
            result = .failure(
                WebAPIError.Refusal(
                    error: try container.decodeIfPresent(String.self, forKey: .error)?.nonEmpty ?? "unknown_error",
                    needed: try container.decodeIfPresent(String.self, forKey: .needed)?.nonEmpty,
                    provided: try container.decodeIfPresent(String.self, forKey: .provided)?.nonEmpty,
                    details: (try? container.decode(Metadata.self, forKey: .metadata))?.messages ?? []))
        }
    }
}

extension WebAPIError.Refusal: Error {}
