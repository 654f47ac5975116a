package dev.kubezap.pod.kind;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.PollContent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code poll}: a question with options. */
final class PollKind implements MessageKind<PollContent>, SendForm {
  private static final int LONGEST_QUESTION = 255;
  private static final int LONGEST_OPTION = 100;
  private static final int MOST_OPTIONS = 12;

  @Override
  public Class<PollContent> content() {
    return PollContent.class;
  }

  @Override
  public void write(PollContent content, ObjectNode json) {
    ObjectNode poll = json.putObject("poll").put("question", content.question());
    ArrayNode options = poll.putArray("options");
    content.options().forEach(options::add);
    poll.put("selectableCount", content.selectable());
  }

  @Override
  public Optional<SendForm> form() {
    return Optional.of(this);
  }

  @Override
  public Set<String> types() {
    return Set.of("poll");
  }

  @Override
  public Optional<Composable> read(String type, Fields fields, MessageContext context) {
    Optional<String> question = fields.requiredText("question", LONGEST_QUESTION);
    List<String> options = fields.texts("options", MOST_OPTIONS, LONGEST_OPTION);
    if (options.size() < 2) {
      fields.wrong("options", "must have 2 to " + MOST_OPTIONS + " items");
    } else if (new HashSet<>(options).size() < options.size()) {
      fields.wrong("options", "must differ from each other");
    }
    int selectable =
        fields.wholeNumber("selectableCount", 0, Math.max(1, options.size())).orElse(1L).intValue();
    return question.map(asked -> new PollContent(asked, options, selectable, context));
  }
}
