/** Tests of the Signal protocol. */
@NullMarked
package dev.kubezap.whatsapp.signal;

import org.jspecify.annotations.NullMarked;
