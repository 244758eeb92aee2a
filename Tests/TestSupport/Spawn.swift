import Foundation

/// Starts a program with pipes as its standard input and output. Not by Foundation's `Process`, which keeps itself and
/// its pipes for ever: a long run of tests ran out of file descriptors.
func spawn(
    _ command: [String], environment: [String: String], capturesErrors: Bool
) throws -> (identifier: Int32, input: Int32, output: Int32) {
    let (input, output) = (try makePipe(), try makePipe())
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input.read, 0)
    posix_spawn_file_actions_adddup2(&actions, output.write, 1)
    if capturesErrors { posix_spawn_file_actions_adddup2(&actions, 1, 2) }
    // A socket of another test, held open here, would keep its peer waiting for the end.
    for other in 3..<min(getdtablesize(), 1024) { posix_spawn_file_actions_addclose(&actions, other) }

    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }
    let arguments = (command.map { strdup($0) }, variables.map { strdup($0) })
    defer { (arguments.0 + arguments.1).forEach { free($0) } }
    var identifier: pid_t = 0
    let status = posix_spawnp(&identifier, command[0], &actions, nil, arguments.0 + [nil], arguments.1 + [nil])
    close(input.read)
    close(output.write)
    guard status == 0 else {
        close(input.write)
        close(output.read)
        throw ChildProcess.Failure(
            description: "\(command[0]) could not be started: \(String(cString: strerror(status)))")
    }
    return (identifier, input.write, output.read)
}

private func makePipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
    return (ends[0], ends[1])
}
