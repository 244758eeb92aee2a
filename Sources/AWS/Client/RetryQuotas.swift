import Synchronization

/// The quotas of one account's session, by region and service. Only those that are not full take memory.
final class RetryQuotas: Sendable {
    private let quotas = Mutex<[SigningScope: RetryQuota]>([:])

    func pay(in scope: SigningScope, afterTimeout: Bool) -> Int? {
        quotas.withLock { $0[scope, default: RetryQuota()].pay(afterTimeout: afterTimeout) }
    }

    func succeed(in scope: SigningScope, lastPaid: Int?) {
        quotas.withLock { quotas in
            guard var quota = quotas[scope] else { return }
            quota.succeed(lastPaid: lastPaid)
            quotas[scope] = quota.isFull ? nil : quota
        }
    }

    /// Scopes whose quota is being held, for tests.
    var count: Int { quotas.withLock { $0.count } }
}
