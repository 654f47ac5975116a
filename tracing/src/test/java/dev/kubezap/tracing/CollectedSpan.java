package dev.kubezap.tracing;

import java.util.Map;

/**
 * A span as a collector got it.
 *
 * @param service {@code service.name} of who made it
 * @param parentId empty for a root
 * @param kind the number of OTLP: 2 server, 3 client, 4 producer
 * @param attributes texts and numbers, as text
 * @param resource the attributes of who made it
 * @param failed whether its status is an error
 */
public record CollectedSpan(
    String service,
    String traceId,
    String spanId,
    String parentId,
    String name,
    int kind,
    long startNanos,
    long endNanos,
    Map<String, String> attributes,
    Map<String, String> resource,
    boolean failed) {}
