/**
 * One connection to the service: from the first byte to its {@link
 * dev.kubezap.whatsapp.connection.CloseReason}.
 *
 * <p>The decisions are in {@code ConnectionCore}, which takes bytes, commands and the time and
 * gives bytes, stanzas and answers; it owns no thread, socket, clock or random source. The driver
 * around it does the waiting. What to do after a connection has ended is a {@link
 * dev.kubezap.whatsapp.connection.Reaction}, decided in one table for every code of the service.
 */
@NullMarked
package dev.kubezap.whatsapp.connection;

import org.jspecify.annotations.NullMarked;
