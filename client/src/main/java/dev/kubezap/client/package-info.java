/**
 * A session's API for callers in Java: {@link dev.kubezap.client.KubezapClient} gives the generated
 * operations of {@code dev.kubezap.client.api}, and what a generator cannot make: the stream of
 * events and the upload of files.
 */
@org.jspecify.annotations.NullMarked
package dev.kubezap.client;
