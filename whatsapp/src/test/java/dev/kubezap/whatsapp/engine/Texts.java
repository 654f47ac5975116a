package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageContent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests to send plain texts. */
final class Texts {
  private Texts() {}

  /** A text for somebody, with nothing else. */
  static SendRequest to(Jid recipient, String text) {
    return new SendRequest(
        recipient,
        new MessageContent.Text(text, List.of(), Optional.empty()),
        Map.of(),
        Optional.empty());
  }
}
