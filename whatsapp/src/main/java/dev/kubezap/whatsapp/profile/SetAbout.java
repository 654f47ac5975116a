package dev.kubezap.whatsapp.profile;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Sets what this account says of itself, by the query {@code UpdateTextStatus} (PROTOCOL-2026 0 and
 * 5, {@code w:mex}). It stays until it is changed.
 */
public final class SetAbout implements ServiceStep<SetAbout.To, Done, SetAbout.Nothing> {
  private static final String QUERY = "9152604461510864";
  private static final Pattern ERRORS = Pattern.compile("\"errors\"\\s*:\\s*\\[\\s*\\{");
  private static final int BAD_REQUEST = 400;

  /** The input: a text, or an empty one. */
  public record To(String text) implements ServiceRequest<Done> {}

  /** Nothing is read. */
  public record Nothing() {}

  @Override
  public Nothing gather(Work<To> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(To request, Nothing nothing, Turn turn) {
    String variables =
        "{\"variables\":{\"input\":{\"text\":"
            + quoted(request.text())
            + ",\"ephemeral_duration_sec\":0}}}";
    return List.of(
        Node.of("iq", Node.of("query").with("query_id", QUERY).withText(variables))
            .with("to", Jid.SERVICE)
            .with("type", "get")
            .with("xmlns", "w:mex"));
  }

  @Override
  public Outcome answered(To request, List<Node> answers, Nothing nothing, Turn turn) {
    Optional<String> result = answers.getFirst().child("result").flatMap(Node::text);
    // Errors come inside of a result here, and without a code that says more.
    return result.filter(text -> ERRORS.matcher(text).find()).isPresent()
        ? ServiceStep.answer(new ServiceAnswer.Refused<Done>(BAD_REQUEST, Duration.ZERO))
        : ServiceStep.given(new Done());
  }

  /** As a JSON text. */
  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ' || c == '\u2028' || c == '\u2029') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
