/**
 * Privacy tokens: what a contact gave us permission with goes along with every direct message to
 * it, and ours is issued to those whom we write to (PROTOCOL-2026 2).
 */
@NullMarked
package dev.kubezap.whatsapp.token;

import org.jspecify.annotations.NullMarked;
