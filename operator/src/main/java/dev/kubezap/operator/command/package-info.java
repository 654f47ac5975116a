/** One-time requests that people write as annotations of a resource. */
@NullMarked
package dev.kubezap.operator.command;

import org.jspecify.annotations.NullMarked;
