/** The linked-device client. */
@NullMarked
package dev.kubezap.whatsapp;

import org.jspecify.annotations.NullMarked;
