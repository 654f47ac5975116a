package dev.kubezap.pod.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Files of messages.
 *
 * @param keptBytes how much of them is kept together
 * @param keptFor how long a file is kept that nobody asks for
 * @param loopbackUrls whether callers' URLs may lead to this very machine
 * @param bucket where they are kept; empty when on the volume
 */
public record MediaSettings(
    long keptBytes, Duration keptFor, boolean loopbackUrls, Optional<BucketSettings> bucket) {}
