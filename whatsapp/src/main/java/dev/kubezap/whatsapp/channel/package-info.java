/**
 * Channels (newsletters): which this account follows, what they are, and what was published in
 * them. Their messages are not encrypted.
 */
@NullMarked
package dev.kubezap.whatsapp.channel;

import org.jspecify.annotations.NullMarked;
