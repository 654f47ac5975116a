package dev.kubezap.pod.api;

import java.util.Optional;

/**
 * Which part of a list is wanted.
 *
 * @param limit how many items, 1 to 200
 * @param cursor where the page before ended
 */
public record PageRequest(int limit, Optional<String> cursor) {}
