import Networking

extension Workspace {
    /// Slack gives every block and every interactive element an id that has none.
    func named(_ blocks: [JSONValue]) -> [JSONValue] {
        blocks.map { block in
            var named = block.adding(block["block_id"] == nil ? ["block_id": .string(mintID())] : [:])
            for key in ["element", "accessory"] {
                if let element = block[key] { named = named.adding(.object([key: withActionID(element)])) }
            }
            if block["type"]?.string == "actions", let elements = block["elements"]?.array {
                named = named.adding(["elements": .array(elements.map(withActionID))])
            }
            return named
        }
    }

    private func withActionID(_ element: JSONValue) -> JSONValue {
        guard element["action_id"] == nil, element["type"]?.string != "image" else { return element }
        return element.adding(["action_id": .string(mintID())])
    }

    private func mintID() -> String { "x\(String(mintNumber(), radix: 36))" }
}
