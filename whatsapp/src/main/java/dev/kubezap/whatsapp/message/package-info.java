/**
 * Messages: receiving, sending, receipts, acknowledgements, retries.
 *
 * <p>Every step is here; what it stores is described by small record keys beside it.
 */
@NullMarked
package dev.kubezap.whatsapp.message;

import org.jspecify.annotations.NullMarked;
