/** Who calls, and what they may do with which sessions. */
@NullMarked
package dev.kubezap.gateway.access;

import org.jspecify.annotations.NullMarked;
