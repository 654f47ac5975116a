package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.Message;

/** Content that can be sent: it writes itself and says how its stanza is marked. */
public interface Sendable extends Content {

  /** The protobuf without secrets, device lists and padding, which every message gets alike. */
  Message encode();

  /** How the stanza that carries it is marked. */
  StanzaForm stanza();
}
