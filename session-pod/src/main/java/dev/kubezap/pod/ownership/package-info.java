/**
 * One account, one owner: the lease of a session in PostgreSQL, the fence that begins every commit,
 * and the loop that acquires, renews, loses and acquires again.
 */
@NullMarked
package dev.kubezap.pod.ownership;

import org.jspecify.annotations.NullMarked;
