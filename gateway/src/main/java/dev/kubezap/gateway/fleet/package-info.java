/** The sessions that there are, as the API server tells them. */
@NullMarked
package dev.kubezap.gateway.fleet;

import org.jspecify.annotations.NullMarked;
