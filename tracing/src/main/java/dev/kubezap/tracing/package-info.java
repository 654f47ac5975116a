/**
 * Export of spans over OTLP, by the SDK of OpenTelemetry. Whether it is loaded at all is decided by
 * {@link dev.kubezap.tracing.TraceVariables}, which does not know it.
 */
@NullMarked
package dev.kubezap.tracing;

import org.jspecify.annotations.NullMarked;
