import ChatOps
import Scheduling

extension ConfigurationReader {
    mutating func readDigests(_ section: Section) -> DigestPlan {
        values.noteUnread(in: section, known: ["owners", "operators", "recipients"])
        var recipients: [String: Schedule?] = [:]
        for member in values.section(section["recipients"], named: "digest.recipients")?.members ?? [] {
            if case .string("never") = member.node.value {
                recipients.updateValue(nil, forKey: member.key)
            } else {
                recipients.updateValue(values.schedule(member.node, in: zone), forKey: member.key)
            }
        }
        return DigestPlan(
            owners: values.schedule(section["owners"], in: zone),
            operators: values.schedule(section["operators"], in: zone), recipients: recipients)
    }
}
