import ArgumentParser
import CurlTransport
import Health
import Networking

/// `trailwatch probe`: whether the bot on this machine is alive, for a container's health check.
struct ProbeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Ask the running bot whether it is alive, or ready.",
        discussion: "It is asked at TRAILWATCH_HEALTH_ADDRESS. Exit code 0: yes; 1: no, or no answer.")

    @Flag(help: "Ask whether it can do its work, and print what it says.")
    var ready = false

    func run() async throws {
        let environment = ProcessEnvironment()
        guard let address = environment["TRAILWATCH_HEALTH_ADDRESS"].flatMap(HealthAddress.init) else {
            printError("trailwatch: TRAILWATCH_HEALTH_ADDRESS is not an address and a port, such as 127.0.0.1:9464")
            throw Exit.couldNotStart
        }
        let http = try CurlTransport(options: CurlTransport.Options(userAgent: "trailwatch/\(Trailwatch.version)"))
        defer { http.shutdown() }
        let url = "http://\(address.local)/\(ready ? "readyz" : "healthz")"
        do {
            let response = try await http.send(HTTPRequest(url: url, timeout: .seconds(4)))
            if ready { print(String(decoding: response.body, as: UTF8.self), terminator: "") }
            guard response.status == 200 else { throw Exit.couldNotStart }
        } catch let error as TransportError {
            printError("trailwatch: \(error.message)")
            throw Exit.couldNotStart
        }
    }
}
