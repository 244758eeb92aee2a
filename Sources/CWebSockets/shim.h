#pragma once
#include <libwebsockets.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/socket.h>

/* LWS_PRE is a computed macro. */
static inline size_t cws_headroom(void) { return LWS_PRE; }

/* A macro over SSL_CTX_ctrl. */
static inline int cws_require_tls12(SSL_CTX *context) {
    return (int)SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}

/* An inline of OpenSSL 3 that is built from macros. */
static inline int cws_tls_reason(unsigned long error) { return ERR_GET_REASON(error); }

/* A timer of the service loop that knows whom to call: libwebsockets hands the callback its first member only. */
struct cws_timer {
    lws_sorted_usec_list_t timer;
    void *owner;
};

/* What the kernel has received on a connection, whether anybody has read it yet or not. */
struct cws_received {
    uint64_t bytes;
    uint32_t milliseconds_ago;
};

/* glibc's struct tcp_info ends before the counters that Linux 4.1 appended (linux/tcp.h cannot be included beside it). */
static inline int cws_tcp_received(int socket, struct cws_received *received) {
    struct {
        struct tcp_info info;
        uint64_t pacing_rate, max_pacing_rate, bytes_acked, bytes_received;
    } tcp;
    socklen_t length = sizeof tcp;
    if (getsockopt(socket, IPPROTO_TCP, TCP_INFO, &tcp, &length) != 0 || length < sizeof tcp) return 0;
    received->bytes = tcp.bytes_received;
    received->milliseconds_ago = tcp.info.tcpi_last_data_recv;
    return 1;
}

/* glibc declares it for _GNU_SOURCE only. */
extern int pthread_setname_np(pthread_t thread, const char *name);
static inline int cws_name_thread(pthread_t thread, const char *name) { return pthread_setname_np(thread, name); }
