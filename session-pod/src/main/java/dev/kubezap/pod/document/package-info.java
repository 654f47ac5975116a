/**
 * What a message, a chat and an event look like to callers: the same for the API, the streams and
 * webhooks.
 */
@NullMarked
package dev.kubezap.pod.document;

import org.jspecify.annotations.NullMarked;
