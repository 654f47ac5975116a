package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.connection.Answer;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A chat waits for the answer about its recipient, but not longer than it must. */
class UnansweredQueryTest {
  private static final Jid SILENT = Jid.phoneNumber("491522222222");
  private static final Jid ANSWERED = Jid.phoneNumber("491533333333");

  private final KeyServer keys = new KeyServer();
  private final VirtualSession session = new VirtualSession(new MemoryStore());
  private Optional<Answer> instead = Optional.empty();
  private boolean silent = true;

  @BeforeEach
  void serve() throws Exception {
    session.server = iq -> silent && isAboutSilent(iq) ? instead : keys.answer(iq);
    session.online();
  }

  @Test
  void lostQueryIsAskedAgainAndHoldsItsChatForElevenSeconds() throws Exception {
    List<String> accepted = List.of(send(SILENT), send(SILENT), send(SILENT));
    String other = send(ANSWERED);
    assertThat(sent()).as("another chat does not wait").containsExactly(other);

    silent = false;
    Instant begun = session.now;
    session.pass(patience(0));
    expire(0);
    assertThat(sent()).containsExactly(other);
    session.pass(Duration.ofSeconds(1));

    assertThat(Duration.between(begun, session.now)).isEqualTo(Duration.ofSeconds(11));
    List<String> all = new ArrayList<>(List.of(other));
    all.addAll(accepted);
    assertThat(sent()).as("in the order of acceptance").containsExactlyElementsOf(all);
  }

  @Test
  void eachTryHasMorePatienceUpToAMinute() throws Exception {
    send(SILENT);
    for (int asked = 0; asked < 5; asked++) {
      session.pass(patience(asked));
      expire(asked);
      session.pass(Duration.ofSeconds(1));
    }
    assertThat(about())
        .extracting(asked -> asked.patience().toSeconds())
        .containsExactly(10L, 20L, 40L, 60L, 60L, 60L);
    silent = false;
    session.pass(patience(5));
    expire(5);
    session.pass(Duration.ofSeconds(1));
    assertThat(sent()).hasSize(1);
  }

  @Test
  void refusalIsRespectedForTenSeconds() throws Exception {
    instead =
        Optional.of(new Answer.Refused(429, "rate-overlimit", Optional.empty(), Node.of("iq")));
    String accepted = send(SILENT);
    session.pass(Duration.ofMillis(9_999));
    assertThat(about()).hasSize(1);
    silent = false;
    session.pass(Duration.ofMillis(1));
    assertThat(about()).extracting(Asked::patience).containsOnly(Duration.ofSeconds(10)).hasSize(2);
    assertThat(sent()).containsExactly(accepted);
  }

  /** Fifty-five times in nine minutes was it asked before. */
  @Test
  void refusalsAreAskedAboutEverMoreRarely() throws Exception {
    instead =
        Optional.of(new Answer.Refused(429, "rate-overlimit", Optional.empty(), Node.of("iq")));
    String accepted = send(SILENT);
    session.pass(Duration.ofMinutes(9));
    assertThat(about()).hasSize(6);
    silent = false;
    session.pass(Duration.ofMinutes(10));
    assertThat(sent()).containsExactly(accepted);
  }

  @Test
  void thePauseThatTheServerNamesIsKeptByEverybodyWhoAsks() throws Exception {
    Duration pause = Duration.ofSeconds(150);
    instead = Optional.of(new Answer.Refused(503, "", Optional.of(pause), Node.of("iq")));
    String first = send(SILENT);
    String other = send(ANSWERED);
    session.pass(Duration.ofSeconds(149));
    assertThat(session.link().asked).filteredOn(iq -> iq.has("xmlns", "usync")).hasSize(1);
    silent = false;
    session.pass(Duration.ofSeconds(5));
    assertThat(sent()).containsExactlyInAnyOrder(first, other);
  }

  /** What is refused for another reason is not asked for every ten seconds for ever either. */
  @Test
  void everyRefusalMakesThePauseGrow() throws Exception {
    instead = Optional.of(new Answer.Refused(400, "bad-request", Optional.empty(), Node.of("iq")));
    send(SILENT);
    session.pass(Duration.ofMinutes(9));
    assertThat(about()).hasSize(6);
  }

  private record Asked(Node iq, Duration patience) {}

  /** The queries about the silent recipient, in order. */
  private List<Asked> about() {
    List<Asked> found = new ArrayList<>();
    for (int i = 0; i < session.link().asked.size(); i++) {
      if (isAboutSilent(session.link().asked.get(i))) {
        found.add(new Asked(session.link().asked.get(i), session.link().patience.get(i)));
      }
    }
    return found;
  }

  private static boolean isAboutSilent(Node iq) {
    return iq.has("xmlns", "usync")
        && iq.child("usync").orElseThrow().child("list").orElseThrow().children().stream()
            .anyMatch(user -> user.jid("jid").equals(Optional.of(SILENT)));
  }

  private Duration patience(int which) {
    return about().get(which).patience();
  }

  /** As a connection does when the patience is over. */
  private void expire(int which) throws Exception {
    session.link().unanswered.get(which).complete(new Answer.TimedOut());
    session.settle();
  }

  private String send(Jid to) throws Exception {
    SendRequest request = Texts.to(to, "x");
    return ((SendResult.Accepted) session.ask(request).get()).message().stanzaId();
  }

  private List<String> sent() {
    return session.link().sent.stream()
        .filter(node -> node.is("message"))
        .map(node -> node.attribute("id").orElseThrow())
        .toList();
  }
}
