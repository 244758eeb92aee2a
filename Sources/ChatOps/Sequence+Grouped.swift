extension Sequence {
    /// Groups in the order in which their keys first occur, each with its members in their order.
    func grouped<Key: Hashable>(by key: (Element) -> Key) -> [(key: Key, members: [Element])] {
        var numbers: [Key: Int] = [:]
        var groups: [(key: Key, members: [Element])] = []
        for element in self {
            let key = key(element)
            if let number = numbers[key] {
                groups[number].members.append(element)
            } else {
                numbers[key] = groups.count
                groups.append((key, [element]))
            }
        }
        return groups
    }
}
