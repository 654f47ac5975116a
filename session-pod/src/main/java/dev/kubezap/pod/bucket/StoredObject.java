package dev.kubezap.pod.bucket;

import java.time.Instant;

/**
 * An object as a list tells of it.
 *
 * @param size in bytes
 * @param modified when it was put
 */
public record StoredObject(String key, long size, Instant modified) {}
