package dev.kubezap.simulator.strict;

import java.time.Instant;

/**
 * Something that a client did against the protocol.
 *
 * @param at when it was seen
 * @param rule a stable name such as {@code ack-for-unknown-stanza}
 * @param subject who did it: a device's address or a connection
 * @param detail what it was, without message texts or keys
 */
public record Violation(Instant at, String rule, String subject, String detail) {}
