/// The request that work is done for. It travels with the task, so that every line of the log about one request can be found,
/// from the chat's envelope to the id of AWS's answer.
public enum RequestID {
    @TaskLocal public static var current: String?
}
