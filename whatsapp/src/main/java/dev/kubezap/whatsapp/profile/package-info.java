/** What this account shows of itself, and to whom (PROTOCOL 8, PROTOCOL-2026 5). */
@NullMarked
package dev.kubezap.whatsapp.profile;

import org.jspecify.annotations.NullMarked;
