import CWebSockets

/// Everything libwebsockets calls arrives here, on the loop's thread.
func lwsCallback(
    _ wsi: OpaquePointer?, _ reason: lws_callback_reasons, _ user: UnsafeMutableRawPointer?,
    _ input: UnsafeMutableRawPointer?, _ length: Int
) -> Int32 {
    switch reason {
    case LWS_CALLBACK_WSI_CREATE, LWS_CALLBACK_WSI_DESTROY, LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER,
        LWS_CALLBACK_CLIENT_ESTABLISHED, LWS_CALLBACK_CLIENT_CONNECTION_ERROR, LWS_CALLBACK_CLIENT_RECEIVE,
        LWS_CALLBACK_CLIENT_RECEIVE_PONG, LWS_CALLBACK_CLIENT_WRITEABLE, LWS_CALLBACK_WS_PEER_INITIATED_CLOSE,
        LWS_CALLBACK_CLIENT_CLOSED:
        guard let wsi, let loop = loop(of: wsi) else { return 0 }
        let bytes = UnsafeRawBufferPointer(start: input, count: input == nil ? 0 : length)
        return loop.handle(reason, wsi, bytes)
    case LWS_CALLBACK_OPENSSL_PERFORM_SERVER_CERT_VERIFICATION:
        // Here `user` is the X509_STORE_CTX and `length` whether OpenSSL is content so far.
        if let wsi, let user, length == 0 { loop(of: wsi)?.verified(wsi, store: user) }
        return 0
    default:
        // Some of the others come with a stand-in for a wsi that holds little more than the context.
        return 0
    }
}

/// The loop's timer.
func lwsTick(_ timer: UnsafeMutablePointer<lws_sorted_usec_list_t>?) {
    guard let timer else { return }
    let owner = UnsafeMutableRawPointer(timer).assumingMemoryBound(to: cws_timer.self).pointee.owner
    owner.map { Unmanaged<EventLoop>.fromOpaque($0).takeUnretainedValue().tick() }
}

private func loop(of wsi: OpaquePointer) -> EventLoop? {
    lws_context_user(lws_get_context(wsi)).map { Unmanaged<EventLoop>.fromOpaque($0).takeUnretainedValue() }
}
