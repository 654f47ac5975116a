/**
 * What the phone knows from before this device was linked: read in a stream, stored batch by batch,
 * and asked for.
 */
@NullMarked
package dev.kubezap.whatsapp.history;

import org.jspecify.annotations.NullMarked;
