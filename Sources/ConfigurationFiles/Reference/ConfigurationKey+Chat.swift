extension ConfigurationKey {
    static let chat = [
        ConfigurationKey("slack.enabled", "true, false", "false", "tell people in Slack", .hammer),
        ConfigurationKey(
            "slack.notify_default_owner", "true, false", "true", "tell the global slack_owner besides an account's own",
            .hammer),
        ConfigurationKey(
            "slack.default_channel", "channel", "none",
            "where the bot's own troubles go, and notices that reach nobody else", .hammer),
        ConfigurationKey(
            "slack.channels.*", "list of regular expressions", "none",
            "by channel: patterns over the program's own warnings and errors; the first match counts, the rest go to slack.default_channel",
            .hammer),
        ConfigurationKey(
            "slack.ignore", "list of regular expressions", "none", "patterns: what goes to no channel", .hammer),
        ConfigurationKey(
            "slack.connections", "1 to 10", "2",
            "how many connections are held at once; with two, losing one loses nothing"),
        ConfigurationKey(
            "slack.alerts_per_hour", "1 to 1000", "20",
            "so many alerts get messages of their own in one conversation, the gravest first; the rest is one message with a file"
        ),
        ConfigurationKey(
            "roles.*", "list of e-mails, ids, @groups, #channels, or *", "see README",
            "who is viewer, operator, approver"),
        ConfigurationKey(
            "bu_list", "list of names", "none", "business units, in the order they are tried on accounts' names",
            .hammer),
        ConfigurationKey(
            "whitelisting_procedure_url", "address", "none", "where people read how to get an exception", .hammer),
        ConfigurationKey("heartbeat.channel", "channel", "nowhere", "where one message shows that the bot is at work"),
        ConfigurationKey(
            "heartbeat.interval", "30s, 15m, 1h, 1d", "5m",
            "how often it is written anew, and TRAILWATCH_HEARTBEAT_URL is asked"),
    ]

    static let jira = [
        ConfigurationKey("jira.enabled", "true, false", "false", "tickets", .hammer),
        ConfigurationKey("jira.server", "address", "required where enabled", "JIRA's root", .hammer),
        ConfigurationKey("jira.issue_type", "name", "Task", "the type of tickets", .hammer),
        ConfigurationKey(
            "jira.opening", "automatic, on_request", "automatic",
            "whether issues that are told get a ticket by themselves, or only when somebody asks"),
        ConfigurationKey(
            "jira.text_field_character_limit", "whole number", "0: the server's", "how long a text may be", .hammer),
        ConfigurationKey(
            "jira.parent", "relates, subtask, epic", "relates", "how a ticket hangs on jira_parent_ticket"),
        ConfigurationKey("jira.components", "list of names", "none", "for every ticket"),
        ConfigurationKey("jira.watchers", "list of e-mails, names, ids", "none", "for every ticket"),
        ConfigurationKey(
            "jira.priorities.*", "name", "JIRA's own", "the priority for disabled, degraded, delivery_errors, changed"),
        ConfigurationKey("jira.custom_fields.*", "as JIRA's API takes it", "none", "by a field's id or name"),
        ConfigurationKey("jira.close_transition", "name", "the usual ones", "preferred for closing"),
        ConfigurationKey("jira.reopen_transition", "name", "the usual ones", "preferred for reopening"),
        ConfigurationKey("jira.resolution", "name", "JIRA's own", "of a closed ticket"),
        ConfigurationKey(
            "jira.declined_resolutions", "list of names", "JIRA's usual ones", "which say \"it stays as it is\""),
    ]

    static let running = [
        ConfigurationKey("store.engine", "sqlite, dynamodb", "sqlite", "where state is kept"),
        ConfigurationKey("store.table", "a table's name", "trailwatch", "DynamoDB's table for all but issues"),
        ConfigurationKey(
            "credentials.ddb.table_name", "a table's name (the key has a dot)", "none",
            "Hammer's table of credentials, for tokens that the environment does not have", .hammer),
        ConfigurationKey(
            "cloudwatch_logs.enabled", "true, false", "false",
            "whether what the bot does is also kept in CloudWatch Logs"),
        ConfigurationKey("cloudwatch_logs.region", "region", "the bot's own", "where"),
        ConfigurationKey(
            "cloudwatch_logs.groups.*", "a log group's name", "Hammer's names",
            "by what is logged: initiation, identification, reporting, remediation, audit, program"),
        ConfigurationKey("cloudwatch_logs.streams.*", "a log stream's name", "Hammer's names", "likewise"),
    ]

    static let whitelist = [
        ConfigurationKey(
            "cloudtrails.*", "list of regions, *, or objects", "none",
            "by account id; an object has region, until, reason", .hammer),
        ConfigurationKey("cloudtrails.*.region", "region, or *", "required", "of an object"),
        ConfigurationKey("cloudtrails.*.until", "2027-01-31", "for good", "the last day of the entry"),
        ConfigurationKey("cloudtrails.*.reason", "text", "none", "why"),
    ]

    static let owners = ["", "account.*.", "bu.*.", "bu.*.product.*."].flatMap { level in
        [
            ConfigurationKey(
                level + "slack_owner", "channel or person, or list", "none",
                "who is told: #channel, e-mail, id or name", .hammer),
            ConfigurationKey(level + "jira_project", "key", "none", "where tickets are opened", .hammer),
            ConfigurationKey(
                level + "jira_owner", "e-mail, id or name", "nobody", "whom tickets are assigned to", .hammer),
            ConfigurationKey(level + "jira_parent_ticket", "key", "none", "what tickets hang on", .hammer),
        ]
    }
}
