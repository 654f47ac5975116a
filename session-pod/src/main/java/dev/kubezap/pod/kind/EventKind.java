package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.EventContent;
import dev.kubezap.whatsapp.content.MessageContext;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** {@code event}: an invitation to something that happens at a time. */
final class EventKind implements MessageKind<EventContent>, SendForm {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_DESCRIPTION = 2_048;

  @Override
  public Class<EventContent> content() {
    return EventContent.class;
  }

  @Override
  public void write(EventContent content, ObjectNode json) {
    ObjectNode event = json.putObject("event").put("name", content.name());
    content.description().ifPresent(text -> event.put("description", text));
    content.startsAt().ifPresent(at -> event.put("startsAt", at.toString()));
    content.endsAt().ifPresent(at -> event.put("endsAt", at.toString()));
    content.callLink().ifPresent(link -> event.put("callLink", link));
    if (content.cancelled()) {
      event.put("cancelled", true);
    }
  }

  @Override
  public Optional<SendForm> form() {
    return Optional.of(this);
  }

  @Override
  public Set<String> types() {
    return Set.of("event");
  }

  @Override
  public Optional<Composable> read(String type, Fields fields, MessageContext context) {
    Optional<String> name = fields.requiredText("name", LONGEST_NAME);
    Optional<String> description = fields.text("description", LONGEST_DESCRIPTION);
    Optional<Instant> startsAt = fields.requiredTime("startsAt");
    Optional<Instant> endsAt = fields.time("endsAt");
    Optional<String> callLink = fields.text("callLink", LONGEST_DESCRIPTION);
    if (startsAt.isPresent() && endsAt.filter(startsAt.get()::isAfter).isPresent()) {
      fields.wrong("endsAt", "must not be before startsAt");
    }
    return name.map(
        known -> new EventContent(known, description, startsAt, endsAt, callLink, false, context));
  }
}
