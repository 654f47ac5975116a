package dev.kubezap.whatsapp.model;

import dev.kubezap.whatsapp.jid.Jid;
import java.time.Instant;
import java.util.Optional;

/**
 * A chat as it is listed.
 *
 * @param id the phone number's jid when it is known, else the LID, or a group
 * @param lid the LID, when {@code id} is a phone number and the LID is known
 * @param name the name that the peer or group gave itself
 * @param lastMessageAt the time of the newest message
 * @param unread how many messages came in since the chat was read last
 */
public record Chat(
    Jid id, Optional<Jid> lid, Optional<String> name, Instant lastMessageAt, int unread) {}
