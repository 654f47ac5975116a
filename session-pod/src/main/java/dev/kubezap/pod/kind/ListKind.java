package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.content.ListContent;

/** {@code list}: rows to choose from, as business accounts send them. */
final class ListKind implements MessageKind<ListContent> {

  @Override
  public Class<ListContent> content() {
    return ListContent.class;
  }

  @Override
  public void write(ListContent content, ObjectNode json) {
    content.text().ifPresent(text -> json.put("text", text));
    ObjectNode list = json.putObject("list");
    content.title().ifPresent(title -> list.put("title", title));
    content.button().ifPresent(button -> list.put("button", button));
    content.footer().ifPresent(footer -> list.put("footer", footer));
    ArrayNode sections = list.putArray("sections");
    for (ListContent.Section section : content.sections()) {
      ObjectNode one = sections.addObject();
      section.title().ifPresent(title -> one.put("title", title));
      ArrayNode rows = one.putArray("rows");
      for (ListContent.Row row : section.rows()) {
        ObjectNode choice = rows.addObject().put("id", row.id()).put("title", row.title());
        row.description().ifPresent(text -> choice.put("description", text));
      }
    }
  }
}
