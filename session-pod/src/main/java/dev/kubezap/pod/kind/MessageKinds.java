package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.Shown;
import dev.kubezap.whatsapp.content.SystemContent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The one list of kinds of messages that callers see. */
public final class MessageKinds {
  private static final List<MessageKind<?>> ALL =
      List.of(
          new TextKind(),
          new ImageKind(),
          new VideoKind(),
          new AudioKind(),
          new DocumentKind(),
          new StickerKind(),
          new LocationKind(),
          new LiveLocationKind(),
          new ContactKind(),
          new PollKind(),
          new EventKind(),
          new GroupInviteKind(),
          new ListKind(),
          new ButtonsKind(),
          new ChoiceKind(),
          new UnknownKind(),
          new UnreadableKind());

  private MessageKinds() {}

  /**
   * Writes type and content into a message's document. What is no message of its own, such as a
   * command whose placeholder it fills, is {@code system}.
   */
  public static void write(Content content, ObjectNode json) {
    if (content instanceof SystemContent system) {
      write(system, json);
      return;
    }
    if (!(content instanceof Shown)) {
      json.put("type", "system");
      json.putObject("system").put("kind", content.type());
      return;
    }
    json.put("type", content.type());
    for (MessageKind<?> kind : ALL) {
      if (write(kind, content, json)) {
        return;
      }
    }
    throw new IllegalStateException("no document for " + content.type());
  }

  /** What happened to the chat. */
  private static void write(SystemContent content, ObjectNode json) {
    json.put("type", "system");
    ObjectNode system = json.putObject("system").put("kind", content.kind());
    content.by().ifPresent(jid -> system.put("by", jid.toString()));
    if (!content.participants().isEmpty()) {
      var participants = system.putArray("participants");
      content.participants().forEach(jid -> participants.add(jid.toString()));
    }
    content.value().ifPresent(value -> system.put("value", value));
  }

  private static <C extends Content> boolean write(
      MessageKind<C> kind, Content content, ObjectNode json) {
    boolean fits = kind.content().isInstance(content);
    if (fits) {
      kind.write(kind.content().cast(content), json);
    }
    return fits;
  }

  /** Whether what such a message says can be edited. */
  public static boolean isEditable(Content content) {
    return ALL.stream().anyMatch(kind -> kind.content().isInstance(content) && kind.isEditable());
  }

  /**
   * The same message with what the fields say, noting what is wrong in them.
   *
   * @return empty when something is wrong
   */
  public static Optional<Composable> edited(Content content, Fields fields) {
    for (MessageKind<?> kind : ALL) {
      if (kind.content().isInstance(content)) {
        return edited(kind, content, fields);
      }
    }
    return Optional.empty();
  }

  private static <C extends Content> Optional<Composable> edited(
      MessageKind<C> kind, Content content, Fields fields) {
    return kind.edited(kind.content().cast(content), fields);
  }

  /** How callers ask for messages of this type; empty when it is not sent. */
  public static Optional<SendForm> form(String type) {
    return ALL.stream()
        .flatMap(kind -> kind.form().stream())
        .filter(form -> form.types().contains(type))
        .findFirst();
  }

  /** The types that can be sent, sorted. */
  public static Set<String> sendable() {
    Set<String> types = new TreeSet<>();
    ALL.stream().flatMap(kind -> kind.form().stream()).forEach(form -> types.addAll(form.types()));
    return types;
  }
}
