/** Calls: who called, what became of it, and refusing one (PROTOCOL 11, PROTOCOL-2026 6). */
@NullMarked
package dev.kubezap.whatsapp.call;

import org.jspecify.annotations.NullMarked;
