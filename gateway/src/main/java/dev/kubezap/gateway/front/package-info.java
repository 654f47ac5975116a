/** What every request passes first: who calls, and where the request goes. */
@NullMarked
package dev.kubezap.gateway.front;

import org.jspecify.annotations.NullMarked;
