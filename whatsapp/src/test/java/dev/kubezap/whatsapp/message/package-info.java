/** Tests of messages. */
@NullMarked
package dev.kubezap.whatsapp.message;

import org.jspecify.annotations.NullMarked;
