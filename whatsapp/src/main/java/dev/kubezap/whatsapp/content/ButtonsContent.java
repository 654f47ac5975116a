package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.ButtonsMessage;
import dev.kubezap.whatsapp.proto.Message;
import java.util.List;
import java.util.Optional;

/** Text with buttons, as business accounts send it. */
public record ButtonsContent(
    Optional<String> header,
    Optional<String> text,
    Optional<String> footer,
    List<Button> buttons,
    MessageContext context)
    implements Shown {

  /** What can be pressed. */
  public record Button(String id, String text) {}

  public ButtonsContent {
    buttons = List.copyOf(buttons);
  }

  static Optional<Content> read(Message message) {
    if (!message.hasButtonsMessage()) {
      return Optional.empty();
    }
    ButtonsMessage buttons = message.getButtonsMessage();
    return Optional.of(
        new ButtonsContent(
            MediaReference.text(buttons.getText()),
            MediaReference.text(buttons.getContentText()),
            MediaReference.text(buttons.getFooterText()),
            buttons.getButtonsList().stream()
                .map(one -> new Button(one.getButtonId(), one.getButtonText().getDisplayText()))
                .toList(),
            MessageContext.of(buttons.getContextInfo())));
  }

  @Override
  public String type() {
    return "buttons";
  }

  /** Says how many buttons, not what they say. */
  @Override
  public String toString() {
    return "ButtonsContent[" + buttons.size() + " buttons]";
  }
}
