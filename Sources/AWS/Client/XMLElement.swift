import FoundationEssentials

/// An element of the plain XML that Query services answer: names without prefix, no attributes.
struct XMLElement: Equatable {
    var name: String
    /// The text directly inside, without spaces at its ends.
    var text = ""
    var children: [XMLElement] = []

    /// The first child of a name.
    subscript(name: String) -> XMLElement? {
        children.first { $0.name == name }
    }

    init(name: String) {
        self.name = name
    }

    /// Throws for anything that is not one complete element.
    init(parsing data: Data) throws(XMLError) {
        var parser = XMLParser(bytes: Array(data))
        self = try parser.document()
    }
}

/// Why some bytes are not XML.
struct XMLError: Error, Equatable {
    /// Such as `cut short at byte 120`.
    var reason: String
}
