package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waited at the server comes in parts, at the pace at which it is handled. */
class OfflineQueueCourseTest {
  private static final int PART = 200;
  private static final Duration DRIP = Duration.ofSeconds(29);

  private final MemoryStore store = new MemoryStore();
  private final VirtualSession virtual = new VirtualSession(store);
  private int came;

  @BeforeEach
  void logIn() throws Exception {
    virtual.identities.save(VirtualSession.device(DeviceIdentity.Pairing.ACTIVE));
    virtual.begin();
    virtual.receive(Node.of("success").with("lid", "100200300:7@lid"));
    virtual.receive(Node.of("ib", Node.of("offline_preview").with("count", 100_000)));
    assertThat(pulls()).isOne();
  }

  @Test
  void nextPartIsAskedForAsSoonAsOneHasCome() throws Exception {
    for (int part = 1; part <= 10; part++) {
      come(PART);
      virtual.pass(Duration.ofMillis(30));
      assertThat(pulls()).isEqualTo(1 + part);
    }
    come(PART - 1);
    virtual.pass(Duration.ofMillis(30));
    assertThat(pulls()).as("a part is missing one").isEqualTo(11);
    virtual.pass(Duration.ofMillis(250));
    assertThat(pulls()).as("it will not come any more").isEqualTo(12);
  }

  @Test
  void longQueueIsPulledToItsEndHoweverLongItTakes() throws Exception {
    for (int minute = 0; minute < 20; minute++) {
      long before = pulls();
      for (int part = 0; part < 3; part++) {
        come(1);
        virtual.pass(Duration.ofSeconds(20));
      }
      assertThat(pulls()).isGreaterThan(before);
    }
    virtual.receive(Node.of("ib", Node.of("offline").with("count", 60)));
    long pulls = pulls();
    virtual.pass(Duration.ofMinutes(1));
    assertThat(pulls()).isEqualTo(pulls);
  }

  @Test
  void goesOnWithoutTheMarkerWhenNothingComes() throws Exception {
    come(3);
    virtual.pass(Duration.ofSeconds(61));
    long pulls = pulls();
    virtual.pass(Duration.ofMinutes(1));
    assertThat(pulls()).isEqualTo(pulls);
  }

  @Test
  void trickleHoldsSendingForHalfAnHourAndIsTakenBesideIt() throws Exception {
    trickle(VirtualSession.BEGIN.plus(Duration.ofMinutes(29)));
    send("held");
    trickle(VirtualSession.BEGIN.plus(Duration.ofMinutes(30)).minusMillis(1));
    assertThat(asked("usync")).as("not before the queue has come").isZero();

    trickle(VirtualSession.BEGIN.plus(Duration.ofMinutes(31)));
    assertThat(asked("usync")).as("it is prepared now").isPositive();

    long pulls = pulls();
    trickle(VirtualSession.BEGIN.plus(Duration.ofMinutes(60)));
    assertThat(pulls() - pulls).as("one for each patience").isBetween(55L, 65L);
    assertThat(acknowledged()).as("all that came").isEqualTo(came);

    virtual.receive(Node.of("ib", Node.of("offline").with("count", came)));
    pulls = pulls();
    virtual.pass(Duration.ofMinutes(2));
    assertThat(pulls()).as("the queue has ended").isEqualTo(pulls);
  }

  @Test
  void trickleHoldsSendingNoLongerWhenTheClockIsSetBack() throws Exception {
    trickle(VirtualSession.BEGIN.plus(Duration.ofMinutes(29)));
    send("held");
    virtual.stepped = Duration.ofHours(-2);
    trickle(VirtualSession.BEGIN.plus(Duration.ofMinutes(31)));
    assertThat(asked("usync")).as("it is prepared").isPositive();
  }

  /** One stanza every 29 s. */
  private void trickle(Instant until) throws Exception {
    while (virtual.now.isBefore(until)) {
      come(1);
      Duration left = Duration.between(virtual.now, until);
      virtual.pass(left.compareTo(DRIP) < 0 ? left : DRIP);
    }
  }

  @Test
  void nothingOfItIsWaitedForOverAConnectionThatEnded() throws Exception {
    come(3);
    virtual.link().end(new CloseReason.Failure(403, Optional.empty(), Map.of()));
    virtual.settle();
    virtual.pass(Duration.ofMinutes(2));
    send("later");
    assertThat(store.messages())
        .extracting(StoredMessage::status)
        .as("nothing is prepared without a connection")
        .containsExactly(MessageStatus.QUEUED);
  }

  private void send(String text) throws Exception {
    var _ = virtual.ask(Texts.to(Jid.phoneNumber("4915100000001"), text));
  }

  private long asked(String query) {
    return virtual.link().asked.stream().filter(iq -> iq.child(query).isPresent()).count();
  }

  private long acknowledged() {
    return virtual.link().sent.stream()
        .filter(stanza -> stanza.is("ack") && stanza.has("class", "notification"))
        .count();
  }

  private void come(int stanzas) throws Exception {
    for (int i = 0; i < stanzas; i++) {
      came++;
      virtual
          .link()
          .receive(
              Node.of("notification")
                  .with("from", "s.whatsapp.net")
                  .with("type", "odd")
                  .with("id", "n" + came)
                  .with("offline", "0"));
    }
    virtual.settle();
  }

  private long pulls() {
    return virtual.link().sent.stream()
        .filter(stanza -> stanza.child("offline_batch").isPresent())
        .count();
  }
}
