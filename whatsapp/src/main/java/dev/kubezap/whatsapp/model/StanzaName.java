package dev.kubezap.whatsapp.model;

import dev.kubezap.whatsapp.jid.Jid;

/**
 * What names a message on the wire.
 *
 * @param chat {@link StoredMessage#chat()}
 * @param stanzaId chosen by the sender, so unique only together with the rest
 * @param fromMe whether this account sent it
 */
public record StanzaName(Jid chat, String stanzaId, boolean fromMe) {}
