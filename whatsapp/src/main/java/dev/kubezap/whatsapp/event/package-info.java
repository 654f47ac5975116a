/**
 * What a session tells the world: the events that become rows of the outbox in the commit that
 * caused them.
 */
@NullMarked
package dev.kubezap.whatsapp.event;

import org.jspecify.annotations.NullMarked;
