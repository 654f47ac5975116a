package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.content.UnreadableContent;

/** {@code unreadable}: a message that could not be decrypted, with the reason. */
final class UnreadableKind implements MessageKind<UnreadableContent> {

  @Override
  public Class<UnreadableContent> content() {
    return UnreadableContent.class;
  }

  @Override
  public void write(UnreadableContent content, ObjectNode json) {
    json.putObject("unreadable").put("reason", content.reason());
  }
}
