/**
 * The paths under {@code /api/v1}: what each takes, what it answers, and the documents that it
 * answers with.
 */
@NullMarked
package dev.kubezap.pod.api;

import org.jspecify.annotations.NullMarked;
