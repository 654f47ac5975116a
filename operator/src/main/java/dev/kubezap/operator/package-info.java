/** Reconciles {@code WhatsAppSession} resources. */
@NullMarked
package dev.kubezap.operator;

import org.jspecify.annotations.NullMarked;
