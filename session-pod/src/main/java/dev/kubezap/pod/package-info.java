/** The service that owns one WhatsApp account. */
@NullMarked
package dev.kubezap.pod;

import org.jspecify.annotations.NullMarked;
