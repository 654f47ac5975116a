/**
 * Who the people are that this account knows: whether a number is on WhatsApp, by which names an
 * account goes.
 */
@NullMarked
package dev.kubezap.whatsapp.contact;

import org.jspecify.annotations.NullMarked;
