/** A receiver of webhooks that shows and remembers what arrives. */
@NullMarked
package dev.kubezap.playground.webhook;

import org.jspecify.annotations.NullMarked;
