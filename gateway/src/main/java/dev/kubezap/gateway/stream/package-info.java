/** The events of all sessions as one stream for each caller, by one stream to each pod. */
@NullMarked
package dev.kubezap.gateway.stream;

import org.jspecify.annotations.NullMarked;
