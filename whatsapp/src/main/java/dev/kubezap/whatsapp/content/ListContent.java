package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.ListMessage;
import dev.kubezap.whatsapp.proto.Message;
import java.util.List;
import java.util.Optional;

/** A list to choose one row from, as business accounts send it. */
public record ListContent(
    Optional<String> title,
    Optional<String> text,
    Optional<String> button,
    Optional<String> footer,
    List<Section> sections,
    MessageContext context)
    implements Shown {

  /** Rows under a heading. */
  public record Section(Optional<String> title, List<Row> rows) {
    public Section {
      rows = List.copyOf(rows);
    }
  }

  /** What can be chosen. */
  public record Row(String id, String title, Optional<String> description) {}

  public ListContent {
    sections = List.copyOf(sections);
  }

  static Optional<Content> read(Message message) {
    if (!message.hasListMessage()) {
      return Optional.empty();
    }
    ListMessage list = message.getListMessage();
    return Optional.of(
        new ListContent(
            MediaReference.text(list.getTitle()),
            MediaReference.text(list.getDescription()),
            MediaReference.text(list.getButtonText()),
            MediaReference.text(list.getFooterText()),
            list.getSectionsList().stream().map(ListContent::section).toList(),
            MessageContext.of(list.getContextInfo())));
  }

  private static Section section(ListMessage.Section section) {
    return new Section(
        MediaReference.text(section.getTitle()),
        section.getRowsList().stream()
            .map(
                row ->
                    new Row(
                        row.getRowId(), row.getTitle(), MediaReference.text(row.getDescription())))
            .toList());
  }

  @Override
  public String type() {
    return "list";
  }

  /** Says how many sections, not what they say. */
  @Override
  public String toString() {
    return "ListContent[" + sections.size() + " sections]";
  }
}
