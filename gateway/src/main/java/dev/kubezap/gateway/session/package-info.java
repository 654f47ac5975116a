/** What callers write of sessions and see of them. Pure. */
@NullMarked
package dev.kubezap.gateway.session;

import org.jspecify.annotations.NullMarked;
