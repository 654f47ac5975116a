/** Log lines as JSON, with the same fields as those of session pods. */
@NullMarked
package dev.kubezap.operator.log;

import org.jspecify.annotations.NullMarked;
