import CurlTransport
import Foundation
import Networking
import TestSupport
import Testing

@Suite("Proxies and IPv6", .timeLimit(.minutes(1)))
struct ProxyTests {
    @Test(
        "Mistake 15, proxies ignored: HTTPS_PROXY opens a tunnel, with its credentials, and the CA file holds inside it"
    )
    func tunnel() async throws {
        try await TestCertificates.with { certificates in
            let identity = try await certificates.identity()
            try await RawServer.with(script: echo) { server in
                try await TLSServer.with(identity, forwardingTo: server.port) { tls in
                    try await ProxyServer.with { proxy in
                        let transport = try makeTransport {
                            $0.certificateFile = certificates.authority
                            $0.proxies = ProxyRules(environment: [
                                "HTTPS_PROXY": "http://user:p%40ss@127.0.0.1:\(proxy.port)/"
                            ])
                        }
                        let answer = try await transport.send(HTTPRequest(url: "https://localhost:\(tls.port)/api"))
                        #expect(answer.lines.first == "GET /api HTTP/1.1")
                        #expect(!answer.text.contains("Proxy-"), "the proxy's credentials are for the proxy")
                        #expect(try await proxy.report() == "CONNECT localhost:\(tls.port) HTTP/1.1")
                        // user:p@ss
                        #expect(try await proxy.report() == "Basic dXNlcjpwQHNz")
                    }
                }
            }
        }
    }

    @Test("http_proxy is asked for the whole URL")
    func plain() async throws {
        try await ProxyServer.with { proxy in
            let transport = try makeTransport {
                $0.proxies = ProxyRules(environment: ["http_proxy": "127.0.0.1:\(proxy.port)"])
            }
            let answer = try await transport.send(HTTPRequest(url: "http://slack.invalid/api"))
            #expect(answer.text == "by proxy!")
            #expect(try await proxy.report() == "GET http://slack.invalid/api HTTP/1.1")
            #expect(try await proxy.report() == "none")
        }
    }

    @Test("Mistake 15, proxies ignored: NO_PROXY is dialled directly")
    func direct() async throws {
        try await RawServer.with(script: echo) { server in
            let transport = try makeTransport {
                $0.proxies = ProxyRules(environment: ["http_proxy": "http://127.0.0.1:1", "NO_PROXY": "127.0.0.0/8"])
            }
            let answer = try await transport.send(HTTPRequest(url: server.url))
            #expect(answer.lines.first == "GET / HTTP/1.1")
        }
    }

    @Test("A tunnel that is refused is no connection, so that what was to be posted may be posted again")
    func refused() async throws {
        try await ProxyServer.with(refusal: "407 Proxy Authentication Required") { proxy in
            let transport = try makeTransport {
                $0.proxies = ProxyRules(environment: ["https_proxy": "127.0.0.1:\(proxy.port)"])
            }
            let error = await #expect(throws: TransportError.self) {
                try await transport.send(
                    HTTPRequest(method: .post, url: "https://slack.invalid/", body: Data("x".utf8)))
            }
            #expect(error?.code == .connectionFailed)
            #expect(error?.message.contains("407") == true)
        }
    }

    @Test("An IPv6 address is reached", .enabled(if: hasIPv6, "this machine has ::1"))
    func ipv6() async throws {
        let script = """
            import http.server, os, sys, threading, socket
            class Server(http.server.HTTPServer): address_family = socket.AF_INET6
            class Handler(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    body = self.headers["Host"].encode()
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                def log_message(self, *_): pass
            server = Server(("::1", 0), Handler)
            print(server.server_address[1])
            threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
            server.serve_forever()
            """
        try await PythonScript.with(source: script) { process in
            let port = try await process.line()
            let answer = try await makeTransport().send(HTTPRequest(url: "http://[::1]:\(port)/"))
            #expect(answer.text == "[::1]:\(port)")
        }
    }
}
