/** Tests of linking a device. */
@NullMarked
package dev.kubezap.whatsapp.pairing;

import org.jspecify.annotations.NullMarked;
