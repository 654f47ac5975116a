package dev.kubezap.whatsapp.model;

import dev.kubezap.whatsapp.jid.Jid;

/**
 * A message in status queued, as far as its turn goes.
 *
 * @param id {@link StoredMessage#id()}; the order of ids is that of acceptance
 * @param chat {@link StoredMessage#chat()}; messages of one chat are prepared in their order
 */
public record QueuedMessage(String id, Jid chat) {}
