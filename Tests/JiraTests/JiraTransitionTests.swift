import ChatOps
import Networking
import Testing

@testable import Jira

@Suite("The choice of a transition")
struct JiraTransitionTests {
    static func transition(
        _ id: String, _ name: String, to status: String, _ category: String = "done", fields: JSONValue = [:]
    ) -> JSONValue {
        [
            "id": .string(id), "name": .string(name),
            "to": ["name": .string(status), "statusCategory": ["key": .string(category)]], "fields": fields,
        ]
    }

    static func chosen(
        _ transitions: [JSONValue], to standing: TicketUpdate.Standing = .done, assignee: JSONValue? = nil,
        _ configure: (inout JiraTicketOptions) -> Void = { _ in }
    ) -> JiraTransition? {
        var options = JiraTicketOptions()
        configure(&options)
        return JiraTransition(to: standing, among: transitions, options: options, assignee: assignee)
    }

    static func resolutions(_ names: String...) -> JSONValue {
        ["resolution": ["required": true, "allowedValues": .array(names.map { ["name": .string($0)] })]]
    }

    @Test("Only the status's category counts, not what a transition is called")
    func category() {
        let transitions = [
            Self.transition("1", "Done", to: "In Review", "indeterminate"),
            Self.transition("2", "Verwerfen", to: "Fertig"),
        ]
        #expect(Self.chosen(transitions)?.id == "2")
        #expect(Self.chosen(transitions, to: .open)?.id == "1")
        #expect(Self.chosen([]) == nil)
    }

    @Test("The configured name wins, of the transition or of the status; then the usual one, then the first")
    func preference() {
        let transitions = [
            Self.transition("1", "Archive", to: "Archived"), Self.transition("2", "Finish", to: "Done"),
            Self.transition("3", "Close", to: "Closed"),
        ]
        #expect(Self.chosen(transitions) { $0.closingTransition = "closed" }?.id == "3")
        #expect(Self.chosen(transitions) { $0.closingTransition = "CLOSE" }?.id == "3")
        #expect(Self.chosen(transitions) { $0.closingTransition = "gone" }?.id == "2")
        #expect(Self.chosen([transitions[0], transitions[2]])?.id == "1")
    }

    @Test("Nothing is closed as won't fix unless that is configured")
    func declining() {
        let transitions = [Self.transition("1", "Won’t Do", to: "Done"), Self.transition("2", "x", to: "Rejected")]
        #expect(Self.chosen(transitions) == nil)
        #expect(Self.chosen(transitions) { $0.closingTransition = "Rejected" }?.id == "2")
    }

    @Test(
        "The resolution is the configured one, else a usual one, else the first that does not decline",
        arguments: [
            (["Won't Fix", "Fixed", "Done"], nil, "Done"), (["Won't Fix", "Fixed"], nil, "Fixed"),
            (["Won't Fix", "Duplicate", "Mended"], "mended", "Mended"), (["Won't Fix", "Mended"], "gone", "Mended"),
        ] as [([String], String?, String)])
    func resolution(_ allowed: [String], _ configured: String?, _ expected: String) {
        let fields: JSONValue = [
            "resolution": ["required": true, "allowedValues": .array(allowed.map { ["name": .string($0)] })]
        ]
        let chosen = Self.chosen([Self.transition("1", "Close", to: "Closed", fields: fields)]) {
            $0.resolution = configured
        }
        #expect(chosen?.fields == ["resolution": ["name": .string(expected)]])
    }

    @Test(
        "A required field that cannot be filled rules a transition out; a default, the assignee and the configuration fill"
    )
    func required() {
        func close(_ field: String, _ meta: JSONValue) -> JSONValue {
            Self.transition("1", "Close", to: "Closed", fields: [field: meta])
        }
        #expect(Self.chosen([close("worklog", ["required": true, "hasDefaultValue": false])]) == nil)
        #expect(Self.chosen([close("resolution", ["required": true, "allowedValues": [["name": "Won't Do"]]])]) == nil)
        #expect(Self.chosen([close("worklog", ["required": true, "hasDefaultValue": true])])?.fields == [:])
        #expect(Self.chosen([close("assignee", ["required": true])]) == nil)
        #expect(
            Self.chosen([close("assignee", ["required": true])], assignee: ["name": "ada"])?.fields == [
                "assignee": ["name": "ada"]
            ])
        let custom = close("customfield_1", ["required": true, "name": "Cause"])
        #expect(Self.chosen([custom]) { $0.customFields = ["Cause": "AWS"] }?.fields == ["customfield_1": "AWS"])
    }
}
