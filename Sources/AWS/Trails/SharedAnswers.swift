import FoundationEssentials

/// Answers that many wait for: each question is asked once at a time, and its answer stands for a short while.
///
/// A failure is an answer like any other, so that a refusal is not asked for again by everybody.
actor SharedAnswers<Question: Hashable & Sendable, Answer: Sendable> {
    private enum State {
        case asked(Task<Answer, Never>)
        case answered(Answer, at: Date)
    }

    private let life: TimeInterval
    private let limit: Int
    private let now: @Sendable () -> Date
    private var states: [Question: State] = [:]

    /// At most `limit` answers are kept.
    init(life: TimeInterval, limit: Int, now: @escaping @Sendable () -> Date) {
        self.life = life
        self.limit = limit
        self.now = now
    }

    /// How many answers are kept.
    var count: Int { states.values.count { if case .answered = $0 { true } else { false } } }

    /// `ask` runs to its end even when those who wait are cancelled: the next one uses its answer.
    func answer(to question: Question, ask: @escaping @Sendable () async -> Answer) async -> Answer {
        switch states[question] {
        case .answered(let answer, let time) where isFresh(time): return answer
        case .asked(let flight): return await flight.value
        default: return await takeOff(question, ask).value
        }
    }

    private func takeOff(_ question: Question, _ ask: @escaping @Sendable () async -> Answer) -> Task<Answer, Never> {
        let flight = Task {
            let answer = await ask()
            land(answer, to: question)
            return answer
        }
        states[question] = .asked(flight)
        return flight
    }

    private func land(_ answer: Answer, to question: Question) {
        states[question] = .answered(answer, at: now())
        if count > limit { makeRoom() }
    }

    /// All that is stale goes, else the oldest answer.
    private func makeRoom() {
        let answered = states.compactMapValues { if case .answered(_, let time) = $0 { time } else { nil } }
        let stale = answered.filter { !isFresh($0.value) }.map(\.key)
        let oldest = answered.min { $0.value < $1.value }?.key
        for question in stale.isEmpty ? [oldest].compactMap(\.self) : stale { states[question] = nil }
    }

    /// A clock that was set back makes an answer stale too.
    private func isFresh(_ time: Date) -> Bool { (0..<life).contains(now().timeIntervalSince(time)) }
}
