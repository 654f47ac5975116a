package dev.kubezap.pod.media;

import java.time.Duration;

/**
 * What is kept of messages' files.
 *
 * @param bytes together
 * @param age since they were used last
 */
public record Retention(long bytes, Duration age) {}
