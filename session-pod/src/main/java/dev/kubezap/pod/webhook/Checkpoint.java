package dev.kubezap.pod.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be written: afterwards everything up to the position is accounted for.
 *
 * @param rows new and changed rows
 * @param finished rows to delete
 * @param dead rows to keep as given up
 */
record Checkpoint(
    long position,
    Optional<Instant> failingSince,
    List<Delivery> rows,
    List<Long> finished,
    List<Delivery> dead) {}
