extension ConfigurationReader {
    mutating func readStore(_ section: Section) -> StoreSettings {
        values.noteUnread(in: section, known: ["engine", "table"])
        let defaults = StoreSettings()
        return StoreSettings(
            engine: values.value(
                section["engine"], expected: "\"sqlite\" or \"dynamodb\"", StoreSettings.Engine.init(rawValue:))
                ?? defaults.engine,
            table: values.value(
                section["table"], expected: "a table's name: 3 to 255 letters, digits and _.-", Self.tableName)
                ?? defaults.table)
    }

    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
    private static func tableName(_ text: String) -> String? {
        let isName = text.utf8.allSatisfy { byte in
            let character = Character(Unicode.Scalar(byte))
            return character.isASCII && (character.isLetter || character.isNumber || "_.-".contains(character))
        }
        return isName && (3...255).contains(text.utf8.count) ? text : nil
    }
}
