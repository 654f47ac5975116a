package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.ButtonsResponseMessage;
import dev.kubezap.whatsapp.proto.ListResponseMessage;
import dev.kubezap.whatsapp.proto.Message;
import java.util.Optional;

/**
 * What somebody chose from a list or pressed of several buttons; the message is quoted.
 *
 * @param id the row or button
 * @param text what it said
 */
public record ChoiceContent(String id, Optional<String> text, MessageContext context)
    implements Shown {

  static Optional<Content> read(Message message) {
    if (message.hasListResponseMessage()) {
      ListResponseMessage list = message.getListResponseMessage();
      return Optional.of(
          new ChoiceContent(
              list.getSingleSelectReply().getSelectedRowId(),
              MediaReference.text(list.getTitle()),
              MessageContext.of(list.getContextInfo())));
    }
    if (!message.hasButtonsResponseMessage()) {
      return Optional.empty();
    }
    ButtonsResponseMessage button = message.getButtonsResponseMessage();
    return Optional.of(
        new ChoiceContent(
            button.getSelectedButtonId(),
            MediaReference.text(button.getSelectedDisplayText()),
            MessageContext.of(button.getContextInfo())));
  }

  @Override
  public String type() {
    return "choice";
  }

  /** Hides what was chosen. */
  @Override
  public String toString() {
    return "ChoiceContent[]";
  }
}
