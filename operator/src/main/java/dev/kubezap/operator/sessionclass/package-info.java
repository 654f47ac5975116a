/** What the class of a session adds to what its resource says. */
@NullMarked
package dev.kubezap.operator.sessionclass;

import org.jspecify.annotations.NullMarked;
