/** How this account shows itself to others, and how others show themselves to it (PROTOCOL 11). */
@NullMarked
package dev.kubezap.whatsapp.presence;

import org.jspecify.annotations.NullMarked;
