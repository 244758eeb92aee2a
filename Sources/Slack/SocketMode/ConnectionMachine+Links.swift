import Networking

/// What connections do.
extension ConnectionMachine {
    mutating func greeted(_ epoch: Int, _ hello: ControlFrame.Hello, now: Instant, random: Double) -> [Action] {
        guard isDialling(epoch) else { return links[epoch] == nil ? [.close(epoch: epoch)] : [] }
        dialler = .idle
        (failures, crowdings) = (0, 0)
        retireOldest(now: now)
        links[epoch] = Link(
            refreshAt: hello.lifetime.map { refreshTime($0, now: now) }, endsAt: hello.lifetime.map { now + $0 })
        spacedUntil = now + policy.spacing.delay(attempt: 1, random: random)
        return [.note("connected to Slack, connection \(epoch)")] + count(hello)
    }

    /// A connection that was to be replaced has its replacement: it drains.
    private mutating func retireOldest(now: Instant) {
        guard let epoch = links.filter(\.value.isRetiring).keys.min() else { return }
        let end = links.removeValue(forKey: epoch)?.endsAt ?? now
        // Slack closes it at its end, and loses nothing. One replaced long before is not held for so long.
        let isNear = end - now <= policy.refreshMargin
        draining[epoch] = (isNear ? max(end, now) : now) + policy.drainLimit
    }

    /// A while before the announced end, and far from the times at which the others are replaced: what befalls a
    /// connection at its end must not befall all of them together.
    private func refreshTime(_ lifetime: Duration, now: Instant) -> Instant {
        let distance = lifetime / (2 * policy.connections)
        var time = now + max(lifetime - policy.refreshMargin, lifetime / 2)
        for other in links.values.compactMap(\.refreshAt).sorted(by: >) where time < other + distance {
            time = min(time, other - distance)
        }
        return max(time, now + lifetime / 4)
    }

    /// Warns when there are more ghosts than before, not with every hello.
    private mutating func count(_ hello: ControlFrame.Hello) -> [Action] {
        let held = links.count + draining.count
        let before = ghosts
        ghosts = max(0, (hello.connections ?? held) - held)
        guard ghosts > before else { return [] }
        return [
            .warn(
                "Slack counts \(held + ghosts) connections of this app, \(held) of them from this process: what people "
                    + "press may go to the others")
        ]
    }

    mutating func disconnected(_ epoch: Int, _ reason: String, now: Instant, random: Double) -> [Action] {
        switch reason {
        case "link_disabled":
            return stop(
                "Slack says that Socket Mode is switched off for this app: switch it on at https://api.slack.com/apps "
                    + "under Socket Mode, and start again.")
        case "too_many_websockets":
            return crowdedOut(epoch, now: now, random: random)
        default:
            // `warning` and `refresh_requested`; what Slack may add later ends a connection as well.
            if isDialling(epoch) {
                return [.close(epoch: epoch)]
                    + retry("Slack ended the connection before its hello (\(reason))", now: now, random: random)
            }
            links[epoch]?.endsAt = nil
            if let until = draining[epoch] { draining[epoch] = min(until, now + policy.drainLimit) }
            guard links[epoch]?.isRetiring == false else { return [] }
            replace(epoch)
            return [.note("Slack is about to end connection \(epoch) (\(reason))")]
        }
    }

    /// Make before break: the old connection serves until the new one has its hello.
    private mutating func replace(_ epoch: Int) {
        links[epoch]?.isRetiring = true
        links[epoch]?.refreshAt = nil
    }

    private mutating func crowdedOut(_ epoch: Int, now: Instant, random: Double) -> [Action] {
        draining[epoch] = nil
        let wasServing = links.removeValue(forKey: epoch) != nil
        guard wasServing || isDialling(epoch) else { return [.close(epoch: epoch)] }
        if isDialling(epoch) { dialler = .idle }
        crowdings += 1
        let delay = policy.crowdedBackoff.delay(attempt: crowdings, random: random)
        pausedUntil = now + delay
        let warning = "Slack says this app has too many connections: stop its other processes; next attempt in "
        return [.close(epoch: epoch), .warn(warning + delay.inSeconds)]
    }

    mutating func closed(_ epoch: Int, _ closure: WebSocketClosure, now: Instant, random: Double) -> [Action] {
        if draining.removeValue(forKey: epoch) != nil { return [] }
        guard links.removeValue(forKey: epoch) != nil else {
            return dialEnded(epoch, "it closed before its hello (\(closure.words))", now: now, random: random)
        }
        slowDownBesideGhosts(now: now, random: random)
        return [.note("connection \(epoch) ended (\(closure.words))")]
    }

    /// A lost connection is dialled again at once: the bucket slows one that keeps failing. Beside ghosts slowly, while
    /// another connection serves; beside many in any case, for Slack allows ten.
    private mutating func slowDownBesideGhosts(now: Instant, random: Double) {
        guard ghosts > 0 else { return }
        let until = now + policy.ghostBackoff.delay(attempt: 1, random: random)
        spacedUntil = max(spacedUntil, until)
        if ghosts >= policy.ghostLimit { pausedUntil = max(pausedUntil, until) }
    }

    mutating func tick(now: Instant, random: Double) -> [Action] {
        var actions: [Action] = []
        for epoch in draining.filter({ $0.value <= now }).keys.sorted() {
            draining[epoch] = nil
            actions.append(.close(epoch: epoch))
        }
        if case .dialling(let epoch, let until) = dialler, until <= now {
            actions.append(.close(epoch: epoch))
            actions += retry("no hello came within \(policy.helloLimit.inSeconds)", now: now, random: random)
        }
        for (epoch, link) in links where link.refreshAt.map({ $0 <= now }) ?? false { replace(epoch) }
        return actions
    }
}

extension WebSocketClosure {
    /// For logs.
    fileprivate var words: String {
        switch self {
        case .byPeer(let code, let reason): "closed by Slack, code \(code)\(reason.isEmpty ? "" : " \(reason)")"
        case .byUs: "closed by us"
        case .silence: "nothing was heard"
        case .lost(let error): "\(error)"
        }
    }
}
