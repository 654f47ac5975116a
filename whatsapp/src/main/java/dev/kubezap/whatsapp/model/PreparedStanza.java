package dev.kubezap.whatsapp.model;

import com.google.protobuf.ByteString;

/**
 * A finished stanza whose every ratchet step was stored in the same commit. Until the server's
 * acknowledgement is stored, exactly these bytes go out again after a crash or a lost connection,
 * in the order of their numbers.
 *
 * @param number its place in the order of preparation; grows, gaps allowed
 * @param messageId {@link OutgoingMessage#messageId()}
 * @param stanzaId its id on the wire
 * @param stanza the encoded node, before the transport's encryption
 * @param phash the hash of the addressed devices, compared with the acknowledgement's; empty when
 *     not computed
 */
public record PreparedStanza(
    long number, String messageId, String stanzaId, ByteString stanza, String phash) {

  @Override
  public String toString() {
    return "PreparedStanza[" + number + " " + stanzaId + " " + stanza.size() + " bytes]";
  }
}
