import ChatOps
import FoundationEssentials

/// Gets the answers that acknowledgements carry: from the assistant, within two seconds of the three Slack waits.
struct FormQuestions: Sendable {
    static let patience = Duration.seconds(2)

    let assistant: any FormAssistant
    let timing: Timing

    /// Calls `settle` once, with the acknowledgement and whether the frame goes on as a request. An assistant that takes
    /// longer is not waited for: its form is taken, and judged where it is carried out.
    func answer(_ frame: Data, empty: Data, settle: @escaping @Sendable (Data, _ isTaken: Bool) -> Void) async {
        guard let question = Question(frame) else { return settle(empty, true) }
        let once = Once()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                let answer = await self.answer(to: question)
                if once.isFirst() { settle(answer.acknowledgement(from: empty), answer.takesForm) }
            }
            group.addTask {
                do { try await timing.sleep(Self.patience) } catch { return }
                if once.isFirst() { settle(empty, true) }
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func answer(to question: Question) async -> Answered {
        switch question {
        case .choices(let field, let typed, let person, let conversation):
            .choices(await assistant.choices(for: field, matching: typed, by: person, in: conversation))
        case .submission(let submission, let person):
            .problems(await assistant.problems(with: submission, by: person))
        }
    }
}

extension Answered {
    /// Whether a form was submitted that goes on to be carried out.
    fileprivate var takesForm: Bool { self == .problems([:]) }
}
