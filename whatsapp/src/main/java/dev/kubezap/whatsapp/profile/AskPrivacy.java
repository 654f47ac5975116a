package dev.kubezap.whatsapp.profile;

import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads to whom this account shows what, after setting some of it (PROTOCOL 8, {@code privacy}).
 * Each category is set on its own: when the service refuses one, others may be set.
 */
public final class AskPrivacy
    implements ServiceStep<AskPrivacy.With, AskPrivacy.Settings, AskPrivacy.Nothing> {
  private static final int MOST = 64;

  /**
   * The input.
   *
   * @param changes values by the service's names of categories; empty to read alone
   */
  public record With(Map<String, String> changes) implements ServiceRequest<Settings> {
    public With {
      changes = Map.copyOf(changes);
    }
  }

  /** The answer: values by the service's names of categories. */
  public record Settings(Map<String, String> values) {
    public Settings {
      values = Map.copyOf(values);
    }
  }

  /** Nothing is read. */
  public record Nothing() {}

  @Override
  public Nothing gather(Work<With> work, StateReader state, Turn turn) {
    return new Nothing();
  }

  @Override
  public List<Node> queries(With request, Nothing nothing, Turn turn) {
    return request.changes().isEmpty()
        ? List.of(iq("get", Node.of("privacy")))
        : request.changes().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                entry ->
                    iq(
                        "set",
                        Node.of(
                            "privacy",
                            Node.of("category")
                                .with("name", entry.getKey())
                                .with("value", entry.getValue()))))
            .toList();
  }

  private static Node iq(String type, Node privacy) {
    return Node.of("iq", privacy)
        .with("to", Jid.SERVICE)
        .with("type", type)
        .with("xmlns", "privacy");
  }

  @Override
  public Outcome answered(With request, List<Node> answers, Nothing nothing, Turn turn) {
    if (!request.changes().isEmpty()) {
      return ServiceStep.given(new Settings(request.changes()));
    }
    Map<String, String> values = new LinkedHashMap<>();
    answers.getFirst().child("privacy").stream()
        .flatMap(privacy -> privacy.children("category").stream())
        .limit(MOST)
        .forEach(
            category -> {
              Optional<String> name = category.attribute("name");
              Optional<String> value = category.attribute("value");
              if (name.isPresent() && value.isPresent()) {
                values.put(name.get(), value.get());
              }
            });
    return ServiceStep.given(new Settings(values));
  }
}
