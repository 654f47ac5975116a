/** Counters and gauges of a session, and how Prometheus reads them. */
@NullMarked
package dev.kubezap.pod.metrics;

import org.jspecify.annotations.NullMarked;
