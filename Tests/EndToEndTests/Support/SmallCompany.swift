import Foundation
import Networking

@testable import Sandbox

/// The estate of these tests: one account for each way to be in trouble. Nothing is scanned until somebody asks.
enum SmallCompany {
    static func scenario(changing patch: JSONValue = [:]) throws -> Scenario {
        try Scenario(json: company.merged(with: patch).encoded)
    }

    /// Scans begin with the bot.
    static let scanning: JSONValue = ["bot": ["configuration": ["cloudtrails": ["enabled": true]]]]

    private static let healthy: JSONValue = [
        "id": "111111111111", "name": "security",
        "trails": [["name": "audit", "home": "us-east-1", "multi_region": true]],
    ]

    /// Very much goes wrong at once, all of it for one channel.
    static let floodLimit = 4
    static let floodedAccounts = 14
    static let flooded: JSONValue = [
        "aws": [
            "accounts": .array(
                [healthy]
                    + (0..<floodedAccounts).map {
                        ["id": .string(String(700_000_000_000 + $0)), "name": .string("shop-\($0)"), "trails": []]
                    })
        ],
        "bot": [
            "configuration": ["cloudtrails": ["enabled": true], "slack": ["alerts_per_hour": .int(floodLimit)]]
        ],
    ]

    private static let company: JSONValue = [
        "about": "One account for each way to be in trouble.", "team": "Example Corp", "you": "dana",
        "channel": "security", "people": people, "channels": channels, "aws": aws, "jira": jira, "bot": bot,
    ]

    private static let people: JSONValue = [
        ["name": "dana", "display_name": "Dana", "real_name": "Dana Okafor", "email": "dana@example.com"],
        ["name": "alice", "display_name": "Alice", "real_name": "Alice Nguyen", "email": "alice@example.com"],
        [
            "name": "gus", "display_name": "Gus", "real_name": "Gus Petrov", "email": "gus@audit.example",
            "guest": true,
        ],
    ]

    private static let channels: JSONValue = [
        ["name": "security", "members": ["dana", "alice", "gus", "trailwatch"]],
        ["name": "payments", "members": ["alice", "dana", "trailwatch"]],
        ["name": "board", "private": true, "members": ["dana"]],
    ]

    private static let aws: JSONValue = [
        "main_account": "111111111111", "region": "us-east-1", "role": "hammer-cloudsec-crossact-id",
        "regions": ["eu-west-1", "us-east-1"],
        "accounts": [
            healthy,
            ["id": "222222222222", "name": "payments", "trails": [["name": "audit", "home": "eu-west-1"]]],
            [
                "id": "333333333333", "name": "lake",
                "trails": [
                    ["name": "lake", "home": "us-east-1", "multi_region": true, "delivery_error": "NoSuchBucket"]
                ],
            ],
            [
                "id": "444444444444", "name": "shop",
                "trails": [
                    ["name": "writes", "home": "eu-west-1", "selectors": "write_only"],
                    ["name": "everything", "home": "us-east-1"],
                ],
            ],
            ["id": "555555555555", "name": "acquired", "role_denied": true, "trails": []],
        ],
    ]

    private static let jira: JSONValue = [
        "flavour": "cloud",
        "projects": [["key": "SEC", "name": "Security"], ["key": "PAY", "name": "Payments"]],
        "issues": [["key": "PAY-7", "summary": "Audit findings of the payments team"]],
    ]

    private static let bot: JSONValue = [
        "interval": "1h", "whitelist": ["cloudtrails": [:]],
        "configuration": ["cloudtrails": ["enabled": false]],
        "ticket_owners": [
            "jira_project": "SEC", "slack_owner": "#security",
            "account": [
                "222222222222": [
                    "jira_project": "PAY", "jira_owner": "alice@example.com", "jira_parent_ticket": "PAY-7",
                    "slack_owner": ["#payments", "alice"],
                ]
            ],
        ],
    ]
}
