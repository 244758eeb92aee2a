import ChatOps
import CloudTrailCore

extension Playbook {
    /// The account that a command's argument means; what is wrong with it keeps the command from starting.
    func accountArgument(_ name: String) throws(StartFailure) -> Account {
        do throws(Refusal) { return try account(named: name) } catch {
            throw StartFailure(error.message.summary)
        }
    }
}
