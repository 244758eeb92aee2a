extension ConfigurationKey {
    static let aws = [
        ConfigurationKey(
            "aws.main_account_id", "account id", "the credentials' own", "the account the bot runs in", .hammer),
        ConfigurationKey(
            "aws.region", "region", "that of the credentials' settings, else us-east-1",
            "where the bot asks STS, EC2 and DynamoDB", .hammer),
        ConfigurationKey(
            "aws.role_name_identification", "a role's name, with its path", "required with more than one account",
            "the role that is assumed in each other account", .hammer),
        ConfigurationKey(
            "aws.role_name_reporting", "a role's name", "", "read past: reports need no role of their own", .hammer),
        ConfigurationKey(
            "aws.accounts", "object id → name, or \"organization\"", "required, here or in cloudtrails",
            "the accounts that are watched; or those that AWS Organizations lists (our own)", .hammer),
        ConfigurationKey(
            "aws.regions", "list of regions", "those enabled in each account", "only these are looked at", .hammer),
        ConfigurationKey("aws.external_id", "text", "none", "what the roles' trust policies ask for"),
        ConfigurationKey(
            "aws.organization.units", "list of ids (ou-…, r-…)", "all",
            "of the organization only what is in these, however deep"),
        ConfigurationKey(
            "aws.organization.tags.*", "value, or list of values", "any", "of these only accounts with such a tag"),
        ConfigurationKey(
            "aws.organization.interval", "30s, 15m, 1h, 1d", "1h", "how often the organization is asked again"),
    ]

    static let cloudtrails = [
        ConfigurationKey(
            "cloudtrails.enabled", "true, false", "true", "scan on a schedule; a scan that is asked for always runs",
            .hammer),
        ConfigurationKey("cloudtrails.reporting", "true, false", "false", "tell owners without being asked", .hammer),
        ConfigurationKey(
            "cloudtrails.accounts", "list of account ids", "aws.accounts", "watched instead of aws.accounts", .hammer),
        ConfigurationKey("cloudtrails.ignore_accounts", "list of account ids", "none", "left out", .hammer),
        ConfigurationKey(
            "cloudtrails.ddb.table_name", "a table's name (the key has a dot)", "hammer-cloudtrails",
            "Hammer's table of issues, where store.engine is dynamodb", .hammer),
        ConfigurationKey(
            "cloudtrails.interval", "30s, 15m, 1h, 1d", "1h",
            "how often everything is scanned, unless cronjobs.identification says when"),
    ]
}
