/** Log lines as JSON, with the same fields as those of session pods and of the operator. */
@NullMarked
package dev.kubezap.gateway.log;

import org.jspecify.annotations.NullMarked;
