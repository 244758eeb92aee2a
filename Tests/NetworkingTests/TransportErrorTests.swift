import Networking
import Testing

@Suite("Transport errors")
struct TransportErrorTests {
    @Test(
        "What may pass is worth another attempt",
        arguments: [
            (TransportError.Code.nameNotResolved, true), (.connectionFailed, true), (.connectionLost, true),
            (.timedOut, true), (.malformedResponse, true), (.upgradeRefused, true), (.invalidURL, false),
            (.tlsFailed, false), (.responseTooLarge, false), (.cancelled, false), (.closed, false),
        ])
    func isTransient(code: TransportError.Code, expected: Bool) {
        #expect(TransportError(code, "").isTransient == expected)
    }

    @Test("It reads as its code and its sentence")
    func description() {
        #expect("\(TransportError(.timedOut, "no answer in 3 s"))" == "timedOut: no answer in 3 s")
    }
}
