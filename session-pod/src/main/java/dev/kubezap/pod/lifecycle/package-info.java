/**
 * Starts the pod's parts in order, follows the ownership of the session, and ends everything in
 * order.
 */
@NullMarked
package dev.kubezap.pod.lifecycle;

import org.jspecify.annotations.NullMarked;
