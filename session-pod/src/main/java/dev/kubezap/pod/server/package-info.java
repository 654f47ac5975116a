/**
 * HTTP/1.1 and WebSocket for servers, over blocking sockets: one thread per connection. Knows the
 * wire and nothing of the API.
 */
@NullMarked
package dev.kubezap.pod.server;

import org.jspecify.annotations.NullMarked;
