package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.content.UnknownContent;

/** {@code unknown}: a kind that this version does not read, by its name. */
final class UnknownKind implements MessageKind<UnknownContent> {

  @Override
  public Class<UnknownContent> content() {
    return UnknownContent.class;
  }

  @Override
  public void write(UnknownContent content, ObjectNode json) {
    json.putObject("unknown").put("name", content.name());
  }
}
