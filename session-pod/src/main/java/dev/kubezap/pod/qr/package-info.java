/** Draws a QR text: as a picture, as a drawing, as characters of a terminal. */
@NullMarked
package dev.kubezap.pod.qr;

import org.jspecify.annotations.NullMarked;
