/**
 * Kubezap's own programs as supervised processes: simulator and operator, and the image of the
 * session pod.
 */
@NullMarked
package dev.kubezap.playground.product;

import org.jspecify.annotations.NullMarked;
