package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.PollCreationMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question with options to choose from. Votes on it are encrypted by the message's own secret.
 *
 * @param selectable how many options one voter may choose; 0 means any number
 */
public record PollContent(
    String question, List<String> options, int selectable, MessageContext context)
    implements Composable {

  public PollContent {
    options = List.copyOf(options);
  }

  static Optional<Content> read(Message message) {
    return form(message)
        .map(
            poll ->
                new PollContent(
                    poll.getName(),
                    poll.getOptionsList().stream()
                        .map(PollCreationMessage.Option::getOptionName)
                        .toList(),
                    poll.getSelectableOptionsCount(),
                    MessageContext.of(poll.getContextInfo())));
  }

  /** The versions differ in their field alone (PROTOCOL-2026 5). */
  private static Optional<PollCreationMessage> form(Message message) {
    if (message.hasPollCreationMessage()) {
      return Optional.of(message.getPollCreationMessage());
    }
    if (message.hasPollCreationMessageV2()) {
      return Optional.of(message.getPollCreationMessageV2());
    }
    if (message.hasPollCreationMessageV3()) {
      return Optional.of(message.getPollCreationMessageV3());
    }
    return message.hasPollCreationMessageV5()
        ? Optional.of(message.getPollCreationMessageV5())
        : Optional.empty();
  }

  @Override
  public PollContent with(MessageContext other) {
    return new PollContent(question, options, selectable, other);
  }

  @Override
  public String type() {
    return "poll";
  }

  @Override
  public Message encode() {
    PollCreationMessage.Builder poll =
        PollCreationMessage.newBuilder().setName(question).setSelectableOptionsCount(selectable);
    options.forEach(
        option -> poll.addOptions(PollCreationMessage.Option.newBuilder().setOptionName(option)));
    if (!context.isEmpty()) {
      poll.setContextInfo(context.encode());
    }
    // The first version lets a voter choose several, the third only one.
    return selectable == 1
        ? Message.newBuilder().setPollCreationMessageV3(poll).build()
        : Message.newBuilder().setPollCreationMessage(poll).build();
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.of("poll").withMeta(Map.of("polltype", "creation"));
  }

  /** Says how many options, not which. */
  @Override
  public String toString() {
    return "PollContent[" + options.size() + " options]";
  }
}
