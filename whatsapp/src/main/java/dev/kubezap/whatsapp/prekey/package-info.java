/**
 * This device's own prekeys: the supply that the server hands out, and the signed one with its
 * rotation (PROTOCOL.md 8).
 */
@NullMarked
package dev.kubezap.whatsapp.prekey;

import org.jspecify.annotations.NullMarked;
