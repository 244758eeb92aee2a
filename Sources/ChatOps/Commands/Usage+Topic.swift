extension Usage {
    /// What a command is for, as `help` groups them.
    enum Topic: String, CaseIterable {
        case look = "Look at what is wrong"
        case act = "Act on it"
        case accept = "Accept risks"
        case accounts = "What is watched"
        case bot = "The bot itself"
    }

    var topic: Topic {
        switch self {
        case .scan, .scanAccount, .scanAll, .issues, .issue, .explain, .status, .digest, .reportTable, .reportPicture:
            .look
        case .acknowledge, .snooze, .release, .assign, .ticket: .act
        case .whitelistList, .whitelistForm, .whitelistAdd, .whitelistRemove, .whitelistedItems: .accept
        case .accounts, .accountName, .accountStatus, .configuration: .accounts
        case .audit, .doctor, .ping, .help, .helpAbout: .bot
        }
    }
}
