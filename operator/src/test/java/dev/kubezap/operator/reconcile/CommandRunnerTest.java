package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionStatus;
import dev.kubezap.operator.command.Ledger;
import dev.kubezap.operator.event.EventRecorder;
import dev.kubezap.operator.observed.LinkOffer;
import dev.kubezap.operator.pod.PodApi;
import dev.kubezap.operator.status.StatusReport;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests by annotation while caches lag, others write and the operator is killed anywhere. */
class CommandRunnerTest {

  private static final int REQUESTS = 1_000;
  private static final PodApi.Access POD =
      new PodApi.Access(URI.create("http://127.0.0.1:1"), "key");

  /** This operator process is no more. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Random random = new Random(11);
  private final Map<String, Integer> calls = new HashMap<>();
  private final List<String> told = new ArrayList<>();
  private Ledger live = new Ledger(Map.of());
  private String asked = "";
  private int oneIn;

  @ParameterizedTest
  @ValueSource(ints = {3, 10, 1_000_000})
  void nothingIsCarriedOutTwice(int killedOneTimeIn) {
    oneIn = killedOneTimeIn;
    CommandRunner runner = runner();
    for (int i = 0; i < REQUESTS; i++) {
      Ledger cached = live; // the informer saw this, and nothing of what follows
      asked = "request " + i;
      while (!asked.equals(live.entries().get("re-pair"))) {
        try {
          Ledger ledger =
              runner.obey(session(random.nextBoolean() ? cached : live), Optional.of(POD));
          mayDie();
          live = ledger; // the report
        } catch (Killed gone) {
          runner = runner();
        }
      }
    }
    assertThat(calls.values()).allMatch(times -> times == 1);
    if (oneIn > REQUESTS) {
      assertThat(calls).hasSize(REQUESTS);
      assertThat(told).doesNotContain("CommandUncertain");
    } else {
      assertThat(told).contains("CommandUncertain", "CommandDone", "CommandFailed");
      // What was not carried out was told of.
      assertThat(told.stream().filter("CommandUncertain"::equals).count())
          .isGreaterThanOrEqualTo(REQUESTS - calls.size());
    }
  }

  private void mayDie() {
    if (random.nextInt(oneIn) == 0) {
      throw new Killed();
    }
  }

  private WhatsAppSession session(Ledger ledger) {
    var session = new WhatsAppSession();
    session.getMetadata().setUid("uid");
    session.getMetadata().setNamespace("shop");
    session.getMetadata().setName("support");
    session.getMetadata().setAnnotations(Map.of("kubezap.dev/re-pair", asked));
    session.setStatus(
        new WhatsAppSessionStatus(
            "Connected",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            ledger.entries(),
            StatusReport.EMPTY.conditions(),
            null));
    return session;
  }

  private CommandRunner runner() {
    return new CommandRunner(
        new PodAccess(new SessionCaches(true), false), new Pods(), new Events(), new Store());
  }

  private final class Store implements LedgerStore {
    @Override
    public Optional<Ledger> read(WhatsAppSession session) {
      mayDie();
      return Optional.of(live);
    }

    @Override
    public boolean write(WhatsAppSession session, Ledger before, Ledger next) {
      mayDie();
      if (!live.equals(before) || random.nextInt(20) == 0) {
        return false;
      }
      live = next;
      mayDie();
      return true;
    }
  }

  private final class Pods implements PodApi {
    @Override
    public Device device(Access access, Duration patience) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<LinkOffer> offer(Access access, Duration patience) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Answer logOut(Access access, Duration patience) {
      mayDie();
      if (oneIn < REQUESTS && random.nextInt(10) == 0) {
        return new Answer.Failed("the pod answered with status 503");
      }
      calls.merge(asked, 1, Integer::sum);
      mayDie();
      return oneIn < REQUESTS && random.nextInt(10) == 0
          ? new Answer.Uncertain("the pod does not answer")
          : new Answer.Done();
    }

    @Override
    public Answer reconnect(Access access, Duration patience) {
      mayDie();
      return oneIn < REQUESTS && random.nextInt(10) == 0
          ? new Answer.Failed("the pod answered with status 503")
          : new Answer.Done();
    }
  }

  private final class Events implements EventRecorder {
    @Override
    public void normal(WhatsAppSession session, String reason, String message) {
      told.add(reason);
    }

    @Override
    public void warning(WhatsAppSession session, String reason, String message) {
      told.add(reason);
    }
  }
}
