/**
 * Addresses of accounts, devices, groups and services ({@code user:device@server}).
 *
 * <p>An account has two addresses, by phone number ({@code @s.whatsapp.net}) and by LID ({@code
 * @lid}); both are first-class here and neither is derived from the other.
 */
@NullMarked
package dev.kubezap.whatsapp.jid;

import org.jspecify.annotations.NullMarked;
