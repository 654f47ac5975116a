/**
 * Sender keys as they are stored: those that members of groups handed to us, and our own with the
 * devices that hold it (PROTOCOL 9).
 */
@NullMarked
package dev.kubezap.whatsapp.senderkey;

import org.jspecify.annotations.NullMarked;
