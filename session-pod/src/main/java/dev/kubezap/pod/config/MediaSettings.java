package dev.kubezap.pod.config;

import java.time.Duration;

/**
 * Files of messages.
 *
 * @param keptBytes how much of them is kept together
 * @param keptFor how long a file is kept that nobody asks for
 * @param loopbackUrls whether callers' URLs may lead to this very machine
 */
public record MediaSettings(long keptBytes, Duration keptFor, boolean loopbackUrls) {}
