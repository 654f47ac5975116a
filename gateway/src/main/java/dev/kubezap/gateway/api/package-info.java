/** The paths that the gateway answers by itself. */
@NullMarked
package dev.kubezap.gateway.api;

import org.jspecify.annotations.NullMarked;
