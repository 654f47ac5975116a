package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.content.ChoiceContent;

/** {@code choice}: what somebody chose from a list or pressed of several buttons. */
final class ChoiceKind implements MessageKind<ChoiceContent> {

  @Override
  public Class<ChoiceContent> content() {
    return ChoiceContent.class;
  }

  @Override
  public void write(ChoiceContent content, ObjectNode json) {
    json.putObject("choice").put("id", content.id());
    content.text().ifPresent(text -> json.put("text", text));
  }
}
