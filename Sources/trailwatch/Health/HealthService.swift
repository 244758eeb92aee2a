import ChatOps
import CoreMetrics
import FoundationEssentials
import Health
import Logging

/// Serves signs of life where TRAILWATCH_HEALTH_ADDRESS says so.
struct HealthService: Sendable {
    private let address: HealthAddress
    private let startedAt = Date()
    private let registry = MetricsRegistry(help: MetricCatalogue.help)

    /// nil when no address is configured. Before anything is counted: what was made earlier counts for nobody.
    init?(_ environment: ProcessEnvironment) throws(StartFailure) {
        guard let text = environment["TRAILWATCH_HEALTH_ADDRESS"] else { return nil }
        guard let address = HealthAddress(text) else {
            throw StartFailure("TRAILWATCH_HEALTH_ADDRESS is not an address and a port, such as 127.0.0.1:9464")
        }
        self.address = address
        MetricsSystem.bootstrap(registry)
    }

    func run(
        vitals: VitalSigns, checks: @escaping @Sendable () async -> [Check], connections: @escaping @Sendable () -> Int,
        log: Logger
    ) async throws(HealthServer.Failure) {
        let desk = HealthDesk(
            registry: registry, startedAt: startedAt, vitals: vitals, checks: checks, connections: connections)
        try await HealthServer(
            address: address, readiness: { await desk.ready() }, metrics: { await desk.metrics() }, log: log
        ).run()
    }
}
