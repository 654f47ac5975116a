/** When WhatsApp refuses so many sessions that no other should try. */
@NullMarked
package dev.kubezap.operator.breaker;

import org.jspecify.annotations.NullMarked;
