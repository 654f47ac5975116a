/**
 * The session's volume: the device identity, and what proves that the database is the one it was.
 */
@NullMarked
package dev.kubezap.pod.identity;

import org.jspecify.annotations.NullMarked;
