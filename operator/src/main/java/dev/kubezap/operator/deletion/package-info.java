/** What deleting a session takes, step by step. */
@NullMarked
package dev.kubezap.operator.deletion;

import org.jspecify.annotations.NullMarked;
