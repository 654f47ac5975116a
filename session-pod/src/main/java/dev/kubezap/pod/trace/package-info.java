/** Spans of requests, messages and deliveries, to a collector of OpenTelemetry. */
@NullMarked
package dev.kubezap.pod.trace;

import org.jspecify.annotations.NullMarked;
