/** Which test shows what works between this client, an unmodified Baileys and phones. */
@NullMarked
package dev.kubezap.whatsapp.conformance;

import org.jspecify.annotations.NullMarked;
