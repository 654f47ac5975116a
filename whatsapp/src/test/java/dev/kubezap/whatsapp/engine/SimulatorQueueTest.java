package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.presence.PresenceDesk.Typing;
import dev.kubezap.whatsapp.CancelResult;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.SendPlan;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits for its time, between a client and a phone. */
class SimulatorQueueTest {
  private static final Jid OTHER = Jid.phoneNumber(LiveConversation.OTHER.substring(1));

  private LiveConversation talk;

  @BeforeEach
  void connect() throws Exception {
    talk = LiveConversation.connected();
  }

  @AfterEach
  void close() {
    talk.close();
  }

  private StoredMessage send(String text, SendPlan plan) throws Exception {
    SendRequest request =
        new SendRequest(OTHER, TextContent.of(text), Map.of(), Optional.empty(), plan);
    return ((SendResult.Accepted) talk.live.client.send(request).get(20, TimeUnit.SECONDS))
        .message();
  }

  private static SendPlan in(Duration delay) {
    return new SendPlan(Optional.of(Instant.now().plus(delay)), Optional.empty(), Duration.ZERO);
  }

  /** Also what was accepted by a process before, and without what was taken back. */
  @Test
  void whatWaitsForTheFirstLinkLeavesWithIt() throws Exception {
    try (LiveConversation fresh = LiveConversation.unpaired()) {
      fresh.live.client.start();
      List<StoredMessage> waiting = new ArrayList<>();
      for (String text : List.of("first", "taken back", "second")) {
        SendRequest request =
            new SendRequest(OTHER, TextContent.of(text), Map.of(), Optional.empty())
                .beforeLink(true);
        waiting.add(
            ((SendResult.Accepted) fresh.live.client.send(request).get(20, TimeUnit.SECONDS))
                .message());
      }
      assertThat(fresh.live.client.cancel(waiting.get(1).id()).get(20, TimeUnit.SECONDS))
          .isEqualTo(new CancelResult.Cancelled());
      assertThat(fresh.store.recordNames("awaiting-link", "", 10)).hasSize(2);
      fresh.restart();
      fresh.pair();
      fresh.await(waiting.getFirst(), MessageStatus.DELIVERED);
      fresh.await(waiting.getLast(), MessageStatus.DELIVERED);
      assertThat(fresh.arrived()).containsExactly("first", "second");
      assertThat(fresh.simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void aStatusWaitsForTheFirstLink() throws Exception {
    try (LiveConversation fresh = LiveConversation.unpaired()) {
      fresh.live.client.start();
      SendRequest request =
          new SendRequest(
                  Jid.STATUS,
                  TextContent.of("open"),
                  Map.of(),
                  Optional.empty(),
                  SendPlan.AT_ONCE,
                  List.of(OTHER))
              .beforeLink(true);
      StoredMessage waiting =
          ((SendResult.Accepted) fresh.live.client.send(request).get(20, TimeUnit.SECONDS))
              .message();
      fresh.restart();
      fresh.pair();
      fresh.await(waiting, MessageStatus.DELIVERED);
      assertThat(fresh.arrived()).containsExactly("open");
      assertThat(fresh.simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void whatIsDelayedHoldsUpNothingAndCanBeTakenBack() throws Exception {
    StoredMessage delayed = send("later", in(Duration.ofHours(1)));
    talk.await(talk.send("now"), MessageStatus.DELIVERED);
    assertThat(talk.live.client.cancel(delayed.id()).get(20, TimeUnit.SECONDS))
        .isEqualTo(new CancelResult.Cancelled());
    assertThat(talk.await(delayed, MessageStatus.SENT).status()).isEqualTo(MessageStatus.CANCELLED);
    assertThat(talk.arrived()).containsExactly("now");
    assertThat(talk.simulator.violations().list()).isEmpty();
  }

  @Test
  void whatIsDelayedIsSentInTime() throws Exception {
    talk.await(send("later", in(Duration.ofSeconds(1))), MessageStatus.DELIVERED);
    assertThat(talk.arrived()).containsExactly("later");
  }

  @Test
  void whatIsDelayedIsSentByTheNextProcess() throws Exception {
    StoredMessage delayed = send("later", in(Duration.ofSeconds(1)));
    talk.restart().client.start();
    talk.await(delayed, MessageStatus.DELIVERED);
    assertThat(talk.arrived()).containsExactly("later");
  }

  @Test
  void typesBeforeItSends() throws Exception {
    StoredMessage message =
        send("typed", new SendPlan(Optional.empty(), Optional.empty(), Duration.ofMillis(700)));
    talk.await(message, MessageStatus.DELIVERED);
    await()
        .untilAsserted(
            () ->
                assertThat(talk.simulator.people().typed())
                    .containsExactly(
                        new Typing(
                            LiveConversation.NUMBER.substring(1), OTHER.user(), "composing")));
    assertThat(talk.arrived()).containsExactly("typed");
    assertThat(talk.simulator.violations().list()).isEmpty();
  }

  @Test
  void whatWaitedTooLongIsNeverSent() throws Exception {
    StoredMessage message =
        send(
            "late",
            new SendPlan(
                Optional.of(Instant.now().plusSeconds(3_600)),
                Optional.of(Instant.now().plusMillis(500)),
                Duration.ZERO));
    StoredMessage ended = talk.await(message, MessageStatus.EXPIRED);
    assertThat(ended.status()).isEqualTo(MessageStatus.EXPIRED);
    talk.await(talk.send("after"), MessageStatus.DELIVERED);
    assertThat(talk.arrived()).containsExactly("after");
  }
}
