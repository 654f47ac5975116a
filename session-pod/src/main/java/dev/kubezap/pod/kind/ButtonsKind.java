package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.content.ButtonsContent;

/** {@code buttons}: text with buttons, as business accounts send it. */
final class ButtonsKind implements MessageKind<ButtonsContent> {

  @Override
  public Class<ButtonsContent> content() {
    return ButtonsContent.class;
  }

  @Override
  public void write(ButtonsContent content, ObjectNode json) {
    content.text().ifPresent(text -> json.put("text", text));
    content.header().ifPresent(header -> json.put("header", header));
    content.footer().ifPresent(footer -> json.put("footer", footer));
    ArrayNode buttons = json.putArray("buttons");
    content
        .buttons()
        .forEach(button -> buttons.addObject().put("id", button.id()).put("text", button.text()));
  }
}
