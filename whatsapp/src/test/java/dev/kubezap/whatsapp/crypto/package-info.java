/** Tests of the cryptographic primitives. */
@NullMarked
package dev.kubezap.whatsapp.crypto;

import org.jspecify.annotations.NullMarked;
