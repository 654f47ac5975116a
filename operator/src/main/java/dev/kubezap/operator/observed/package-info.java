/** What the operator sees of a session before it decides. */
@NullMarked
package dev.kubezap.operator.observed;

import org.jspecify.annotations.NullMarked;
