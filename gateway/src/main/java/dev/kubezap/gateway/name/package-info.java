/** What sessions are called. */
@NullMarked
package dev.kubezap.gateway.name;

import org.jspecify.annotations.NullMarked;
