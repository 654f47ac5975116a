/**
 * A session's state, messages and events in PostgreSQL: written in fenced commits, secrets
 * encrypted.
 */
@NullMarked
package dev.kubezap.pod.store;

import org.jspecify.annotations.NullMarked;
