/**
 * Values that are stored: messages, chats, devices, credentials. Immutable, without behaviour that
 * needs I/O.
 */
@NullMarked
package dev.kubezap.whatsapp.model;

import org.jspecify.annotations.NullMarked;
