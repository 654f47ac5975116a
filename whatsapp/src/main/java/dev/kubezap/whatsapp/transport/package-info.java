/**
 * Bytes to and from the service: frames in a stream of bytes, and the WebSocket that carries the
 * stream.
 *
 * <p>{@link dev.kubezap.whatsapp.transport.Transport} is the port; {@link
 * dev.kubezap.whatsapp.transport.WebSocketOpener} makes the real one (TLS, HTTP and SOCKS5 proxies,
 * additional certificate authorities). Calls block their virtual thread, and who stops receiving
 * stops the peer by TCP.
 */
@NullMarked
package dev.kubezap.whatsapp.transport;

import org.jspecify.annotations.NullMarked;
