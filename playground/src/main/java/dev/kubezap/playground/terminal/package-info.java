/** What the user sees: progress, reports, a QR code. */
@NullMarked
package dev.kubezap.playground.terminal;

import org.jspecify.annotations.NullMarked;
