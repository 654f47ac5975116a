/** Sessions over HTTP: the process, and how its parts are put together. */
@NullMarked
package dev.kubezap.gateway;

import org.jspecify.annotations.NullMarked;
