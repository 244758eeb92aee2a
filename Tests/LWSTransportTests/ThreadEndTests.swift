import Glibc
import Networking
import Synchronization
import Testing

@testable import LWSTransport

extension ConnectionTests {
    @Suite("The end of the loop's thread")
    struct ThreadEndTests {
        private static let cleanedUp = Atomic(false)

        /// What OpenSSL does when a thread ends, only slower: the system calls it when the thread's own work is over.
        private static let slowCleanUp: pthread_key_t = {
            var key = pthread_key_t()
            pthread_key_create(&key) { _ in
                usleep(200_000)
                ThreadEndTests.cleanedUp.store(true, ordering: .sequentiallyConsistent)
            }
            return key
        }()

        @Test("After shutting down the thread is gone, with all that libraries do at its end")
        func isOver() async throws {
            // Called on the loop's thread.
            let transport = try LWSTransport(certificateFile: nil, proxies: ProxyRules(), log: nil) { _, completion in
                pthread_setspecific(Self.slowCleanUp, UnsafeRawPointer(bitPattern: 1))
                completion(.failure(TransportError(.nameNotResolved, "nobody is asked")))
            }
            #expect(try await failure(of: transport, .test("ws://somewhere.example/")).code == .nameNotResolved)
            await transport.shutdown()
            let isOver = Self.cleanedUp.load(ordering: .sequentiallyConsistent)
            #expect(isOver)
            await transport.shutdown()
        }
    }
}
