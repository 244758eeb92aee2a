import FoundationEssentials

/// What Slack tells of the people, channels and user groups of the workspace, and of the app's place in it.
public enum WorkspaceChange: Sendable, Equatable {
    /// https://docs.slack.dev/reference/events/user_change
    case person(SlackUser)
    /// Made, or under a new name.
    case channel(SlackChannel)
    /// Archived or deleted.
    case channelGone(String)
    case userGroups
    /// The app was taken out of the workspace, or tokens were revoked.
    case access
    /// Too many to be told one by one: what was known may be wrong.
    case many

    /// nil for what it cannot read.
    init?(_ frame: Data) {
        guard let event = try? JSONDecoder().decode(Frame.self, from: frame).payload.event else { return nil }
        switch event.type {
        case "user_change", "team_join":
            guard let user = event.user else { return nil }
            self = .person(user)
        case "channel_created", "channel_rename", "group_rename":
            guard case .named(let channel) = event.channel else { return nil }
            self = .channel(channel)
        case "channel_archive", "channel_deleted", "group_archive", "group_deleted":
            guard case .id(let id) = event.channel else { return nil }
            self = .channelGone(id)
        case "subteam_created", "subteam_updated", "subteam_members_changed":
            self = .userGroups
        case "tokens_revoked", "app_uninstalled":
            self = .access
        default:
            // An unarchived channel comes back with its id only: its name has to be asked for.
            self = .many
        }
    }

    private struct Frame: Decodable {
        struct Payload: Decodable {
            var event: Event
        }

        struct Event: Decodable {
            var type: String
            var user: SlackUser?
            var channel: Channel?

            private enum CodingKeys: String, CodingKey {
                case type
                case user
                case channel
            }

            /// `user` is a user object where the event is about one, and an id in the others.
            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                type = try container.decode(String.self, forKey: .type)
                user = try? container.decode(SlackUser.self, forKey: .user)
                channel = try? container.decode(Channel.self, forKey: .channel)
            }
        }

        enum Channel: Decodable {
            case id(String)
            case named(SlackChannel)

            init(from decoder: any Decoder) throws {
                if let id = try? decoder.singleValueContainer().decode(String.self) {
                    self = .id(id)
                } else {
                    self = .named(try SlackChannel(from: decoder))
                }
            }
        }

        var payload: Payload
    }
}
