/**
 * Files of messages, as far as they can be handled without a socket or a disk (PROTOCOL 15): their
 * keys, how they are encrypted and checked as they come, and where they are kept.
 */
@NullMarked
package dev.kubezap.whatsapp.media;

import org.jspecify.annotations.NullMarked;
