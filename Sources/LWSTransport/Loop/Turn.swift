import Glibc

/// A lock that one thread takes and holds for long, others wait for.
final class Turn: @unchecked Sendable {  // the semaphore is its own protection
    private let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 1)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func take() {
        while sem_wait(semaphore) != 0 {}
    }

    func give() {
        sem_post(semaphore)
    }
}
