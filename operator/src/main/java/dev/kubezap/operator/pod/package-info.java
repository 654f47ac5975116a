/** Calls from the operator to a session's pod. */
@NullMarked
package dev.kubezap.operator.pod;

import org.jspecify.annotations.NullMarked;
