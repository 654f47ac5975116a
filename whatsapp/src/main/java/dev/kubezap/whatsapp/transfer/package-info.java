/** Files of messages on their way to and from the service's hosts (PROTOCOL 15). */
@NullMarked
package dev.kubezap.whatsapp.transfer;

import org.jspecify.annotations.NullMarked;
