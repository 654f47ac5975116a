/**
 * Files that the session fetches of its own accord: which messages are meant, what is noted until
 * their files are there or cannot be had, and what is told then. The files themselves are fetched
 * by whoever asks for what is due.
 */
@NullMarked
package dev.kubezap.whatsapp.fetch;

import org.jspecify.annotations.NullMarked;
