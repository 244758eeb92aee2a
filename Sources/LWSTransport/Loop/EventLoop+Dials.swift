import CWebSockets
import Networking

/// From `connect` to an open connection.
extension EventLoop {
    func begin(_ dial: Dial) {
        dials.append(dial)
        timerIsStale = true
        resolve(dial.proxy?.host ?? dial.url.host) { [self] result in post(.resolved(dial, result)) }
    }

    func take(_ step: DialPlan.Step, for dial: Dial) {
        timerIsStale = true
        switch step {
        case .connect(let address): attempt(dial, at: address)
        case .fail(let error): finish(dial, .failure(error))
        }
    }

    private func attempt(_ dial: Dial, at address: String) {
        lastEpoch += 1
        let epoch = lastEpoch
        dial.attempt = Dial.Attempt(epoch: epoch)
        links[epoch] = .dialling(dial)
        let wsi = context?.connect(dial.url, address: address, through: dial.proxy, epoch: epoch)
        guard dial.attempt?.epoch == epoch, links[epoch] != nil else { return }
        if let wsi { dial.attempt?.wsi = wsi } else { attemptFailed(dial, detail: "", status: 0) }
    }

    func attemptFailed(_ dial: Dial, detail: String, status: Int) {
        let error = DialFailure.error(
            for: dial, detail: detail, status: status, handshake: context?.tls.handshakeFailure)
        if let epoch = dial.attempt?.epoch { links[epoch] = nil }
        dial.attempt = nil
        take(dial.plan.failed(error, now: .now), for: dial)
    }

    func abandonAttempt(of dial: Dial) {
        guard let attempt = dial.attempt else { return }
        links[attempt.epoch] = nil
        dial.attempt = nil
        if let wsi = attempt.wsi { Self.kill(wsi) }
    }

    func finish(_ dial: Dial, _ answer: Dial.Answer) {
        dials.removeAll { $0 === dial }
        dial.answer.fulfil(answer)
    }

    func established(_ dial: Dial, _ wsi: OpaquePointer, epoch: UInt) -> Int32 {
        dials.removeAll { $0 === dial }
        let connection = LWSConnection(epoch: epoch, loop: self)
        // The task may have stopped waiting in this very moment.
        guard dial.answer.fulfil(.success(connection)) else {
            links[epoch] = nil
            return -1
        }
        links[epoch] = .open(
            Session(wsi: wsi, connection: connection, request: dial.request, respond: dial.respond, now: .now))
        timerIsStale = true
        return 0
    }
}
