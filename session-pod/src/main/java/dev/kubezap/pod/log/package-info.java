/** Log lines as JSON. */
@NullMarked
package dev.kubezap.pod.log;

import org.jspecify.annotations.NullMarked;
