package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import java.util.Map;
import java.util.Optional;

/** Requests to send plain texts. */
final class Texts {
  private Texts() {}

  /** A text for somebody, with nothing else. */
  static SendRequest to(Jid recipient, String text) {
    return new SendRequest(recipient, TextContent.of(text), Map.of(), Optional.empty());
  }
}
