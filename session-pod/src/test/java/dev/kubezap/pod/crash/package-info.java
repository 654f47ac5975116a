/** A session's process is ended at every place from where something leaves it. */
@NullMarked
package dev.kubezap.pod.crash;

import org.jspecify.annotations.NullMarked;
