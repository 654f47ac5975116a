/** The outbox as a log: one row per event, read by every sink behind a cursor of its own. */
@NullMarked
package dev.kubezap.pod.outbox;

import org.jspecify.annotations.NullMarked;
