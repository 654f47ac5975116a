/**
 * HTTP/1.1 and WebSocket for servers: Jetty, and what keeps its callers within limits. Nothing
 * outside of this package knows Jetty, and nothing in it knows the API.
 */
@NullMarked
package dev.kubezap.pod.server;

import org.jspecify.annotations.NullMarked;
