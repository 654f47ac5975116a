/** Spans of requests, to a collector of OpenTelemetry. */
@NullMarked
package dev.kubezap.gateway.trace;

import org.jspecify.annotations.NullMarked;
