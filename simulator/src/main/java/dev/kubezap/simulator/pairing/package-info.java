/** Linking a companion: by QR code, by pairing code, and the signed identities. */
@NullMarked
package dev.kubezap.simulator.pairing;

import org.jspecify.annotations.NullMarked;
