package dev.kubezap.whatsapp.model;

import dev.kubezap.whatsapp.jid.Jid;

/**
 * An outgoing message that waits to be prepared.
 *
 * @param id {@link OutgoingMessage#messageId()}; the order of ids is that of acceptance
 * @param chat {@link StoredMessage#chat()} of the message that is sent or changed; what goes to one
 *     chat is prepared in its order
 */
public record QueuedMessage(String id, Jid chat) {}
