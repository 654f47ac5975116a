package dev.kubezap.whatsapp.login;

import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.account.LidMigration;
import dev.kubezap.whatsapp.account.Properties;
import dev.kubezap.whatsapp.account.PropertiesKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Fetches the service's switches after a log-in and whenever it wants them fetched again
 * (PROTOCOL-2026 8).
 */
public final class FetchProperties implements Step<FetchProperties.Due, FetchProperties.Gathered> {
  private static final String TIMER = "properties";
  private static final Duration DAILY = Duration.ofDays(1);
  private static final Duration SOONEST = Duration.ofHours(1);
  private static final Duration LATEST = Duration.ofDays(7);

  /** The switches are due. */
  public record Due() {}

  /** What is stored of them. */
  public record Gathered(Account account, Properties properties) {}

  @Override
  public Gathered gather(Work<Due> work, StateReader state, Turn turn) {
    return new Gathered(
        AccountKey.read(state), state.read(new PropertiesKey()).orElse(Properties.NONE));
  }

  @Override
  public Outcome decide(Work<Due> work, Gathered gathered, Turn turn) {
    if (work.asked() == 0) {
      return Outcome.builder().ask(new Ask(List.of(query(gathered.properties())))).build();
    }
    if (!(work.replies().getFirst() instanceof Reply.Result(Node iq))
        || iq.child("props").isEmpty()) {
      // They are fetched again after the next log-in; the stored ones hold until then.
      return Outcome.nothing();
    }
    Node props = iq.child("props").get();
    Properties next = gathered.properties().updated(props);
    Outcome.Builder outcome =
        Outcome.builder()
            .change(new Change.Put<>(new PropertiesKey(), next))
            .effect(new Effect.Schedule(TIMER, new Due(), pause(props)));
    if (next.isOn(Properties.LID_ADDRESSING)) {
      outcome.add(LidMigration.noted(gathered.account(), turn));
    }
    return outcome.build();
  }

  private static Duration pause(Node props) {
    OptionalLong seconds = props.number("refresh");
    return seconds.isPresent()
        ? Duration.ofSeconds(
            Math.clamp(seconds.getAsLong(), SOONEST.toSeconds(), LATEST.toSeconds()))
        : DAILY;
  }

  private static Node query(Properties known) {
    Node props = Node.of("props").with("protocol", "1");
    return Node.of("iq", known.hash().isEmpty() ? props : props.with("hash", known.hash()))
        .with("to", Jid.SERVICE)
        .with("type", "get")
        .with("xmlns", "abt");
  }
}
