/**
 * Tells the session's resource how the session stands: by server-side apply, under a field manager
 * of its own, never in the way of the session.
 */
@NullMarked
package dev.kubezap.pod.kubernetes;

import org.jspecify.annotations.NullMarked;
