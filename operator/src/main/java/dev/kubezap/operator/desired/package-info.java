/** The objects of a session, as pure functions of the resource and of what was observed. */
@NullMarked
package dev.kubezap.operator.desired;

import org.jspecify.annotations.NullMarked;
