/// On whose behalf work is done: a person's e-mail or id, or the schedule. It travels with the task, so that the rooms between
/// chat and AWS need not know of it, and AWS's own records show it in the end.
public enum Requester {
    @TaskLocal public static var current: String?
}

extension Person {
    /// What nobody can choose for themselves.
    var requester: String { email ?? id.rawValue }
}
