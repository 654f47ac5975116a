/**
 * How this device is linked to a phone: by a QR code or by a pairing code (PROTOCOL.md 6 and 7,
 * PROTOCOL-2026 1 and 4).
 *
 * <p>Everything that an attempt needs is one stored record, {@link
 * dev.kubezap.whatsapp.pairing.PairingAttempt}, so that every step here is a pure function of it.
 */
@NullMarked
package dev.kubezap.whatsapp.pairing;

import org.jspecify.annotations.NullMarked;
