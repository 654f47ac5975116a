/**
 * Groups: what the service says of them, what is stored of that, the notifications that change it,
 * and what this account does to them (PROTOCOL 10).
 */
@NullMarked
package dev.kubezap.whatsapp.group;

import org.jspecify.annotations.NullMarked;
