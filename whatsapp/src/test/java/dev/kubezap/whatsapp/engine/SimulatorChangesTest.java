package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.whatsapp.ChangeEnd;
import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.ChangeResult;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.WhatsAppClient.Changing;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.content.Addition;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.DeletionContent;
import dev.kubezap.whatsapp.content.EditContent;
import dev.kubezap.whatsapp.content.ReactionContent;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What this account does to messages, through what happens to connections and processes. */
@Tag("slow")
class SimulatorChangesTest {
  private static final Jid ADA = Jid.phoneNumber("4915112345678");
  private static final ChangeRequest.Kind LIKE = new ChangeRequest.React(Optional.of("👍"));

  private LiveConversation conversation;
  private StoredMessage message;

  @BeforeEach
  void connect() throws IOException {
    conversation = LiveConversation.connected();
    message = conversation.send("helo");
    conversation.await(message, MessageStatus.DELIVERED);
  }

  @AfterEach
  void close() {
    conversation.close();
  }

  private Changing change(ChangeRequest.Kind kind) {
    return conversation.live.client.change(new ChangeRequest(message.id(), kind));
  }

  private static ChangeEnd end(Changing changing) throws Exception {
    return changing.end().get(20, TimeUnit.SECONDS);
  }

  private MessageAdditions additions() {
    return conversation.store.read(new AdditionsKey(message.id())).orElse(MessageAdditions.NONE);
  }

  /** What the other phone got that changes a message, in its order. */
  private List<Addition> arrived() {
    return conversation.simulator.messages(LiveConversation.OTHER).stream()
        .filter(got -> got.direction() == PhoneMessage.Direction.IN)
        .<Content>map(got -> Contents.read(ByteString.copyFrom(got.content().toArray())))
        .filter(Addition.class::isInstance)
        .map(Addition.class::cast)
        .toList();
  }

  private <E extends SessionEvent> List<E> events(Class<E> type) {
    return conversation.store.events().stream()
        .map(Change.Append::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  @Test
  @Conformance(
      value = {Capability.REACTION, Capability.EDIT, Capability.DELETE},
      in = Direction.OURS_TO_PHONE)
  void reactsEditsAndDeletes() throws Exception {
    assertThat(end(change(LIKE))).isEqualTo(new ChangeEnd.Done());
    assertThat(additions().reactions())
        .singleElement()
        .satisfies(
            reaction -> {
              assertThat(reaction.sender()).isEqualTo(ADA);
              assertThat(reaction.emoji()).contains("👍");
            });
    assertThat(end(change(new ChangeRequest.Edit(TextContent.of("hello")))))
        .isEqualTo(new ChangeEnd.Done());
    assertThat(additions().revisions())
        .singleElement()
        .satisfies(
            revision ->
                assertThat(Contents.read(revision.encoded())).isEqualTo(TextContent.of("hello")));
    assertThat(end(change(new ChangeRequest.React(Optional.empty()))))
        .isEqualTo(new ChangeEnd.Done());
    assertThat(additions().reactions().getFirst().emoji()).isEmpty();
    assertThat(end(change(new ChangeRequest.Delete()))).isEqualTo(new ChangeEnd.Done());
    assertThat(additions().deletion().orElseThrow().by()).isEqualTo(ADA);

    conversation.live.awaitUntil(() -> arrived().size() == 4);
    assertThat(arrived())
        .extracting(Object::getClass)
        .containsExactly(
            ReactionContent.class, EditContent.class, ReactionContent.class, DeletionContent.class);
    assertThat(arrived())
        .allSatisfy(
            addition -> {
              assertThat(addition.target().stanzaId()).isEqualTo(message.stanzaId());
              assertThat(addition.target().fromMe()).isTrue();
            });
    assertThat(events(MessageEvent.Reacted.class)).hasSize(2);
    assertThat(events(MessageEvent.Edited.class)).hasSize(1);
    assertThat(events(MessageEvent.Deleted.class)).hasSize(1);
    assertThat(conversation.store.messages()).hasSize(1);
    assertThat(conversation.store.queued(10)).isEmpty();
    assertThat(conversation.store.prepared()).isEmpty();
    assertThat(conversation.simulator.violations().list()).isEmpty();
  }

  @Test
  void aDeletedMessageTakesNoMore() throws Exception {
    end(change(new ChangeRequest.Delete()));
    assertThat(change(LIKE).answer().get(20, TimeUnit.SECONDS))
        .isEqualTo(
            new ChangeResult.Refused("message-deleted", "The message was deleted for everyone."));
  }

  /** The receipt says that the server had it. */
  @Test
  void isDoneOnceWhenTheAcknowledgementIsLost() throws Exception {
    FaultRule lost =
        FaultRule.once(
            FaultPoint.OUT, FaultMatch.tag("ack", "class", "message"), new FaultAction.Close());
    try (var _ = conversation.simulator.fault(lost)) {
      assertThat(end(change(LIKE))).isEqualTo(new ChangeEnd.Done());
    }
    assertThat(arrived()).hasSize(1);
    assertThat(events(MessageEvent.Reacted.class)).hasSize(1);
    conversation.live.awaitUntil(() -> conversation.store.prepared().isEmpty());
    assertThat(conversation.simulator.violations().list()).isEmpty();
  }

  /** Queued behind a text of the same chat while away, and sent by the next process after it. */
  @Test
  void keepsItsPlaceBehindTextsWhenTheProcessEnds() throws Exception {
    try (var _ =
        conversation.simulator.fault(
            FaultRule.always(FaultPoint.CONNECT, FaultMatch.all(), new FaultAction.Close()))) {
      conversation.connection().end();
      conversation.live.awaitPhase(Phase.RECONNECTING);
      conversation.send("behind you");
      assertThat(change(LIKE).answer().get(20, TimeUnit.SECONDS))
          .isInstanceOf(ChangeResult.Accepted.class);
      conversation.restart();
    }
    conversation.live.client.start();
    conversation.live.awaitUntil(() -> !additions().reactions().isEmpty());
    List<PhoneMessage> got =
        conversation.simulator.messages(LiveConversation.OTHER).stream()
            .filter(one -> one.direction() == PhoneMessage.Direction.IN)
            .toList();
    assertThat(got.get(1).text()).isEqualTo("behind you");
    assertThat(arrived()).hasSize(1);
    assertThat(conversation.simulator.violations().list()).isEmpty();
  }

  /** What was still to be done when the device was removed failed by name. */
  @Test
  void failsWithTheLink() throws Exception {
    try (var _ =
        conversation.simulator.fault(
            FaultRule.always(FaultPoint.CONNECT, FaultMatch.all(), new FaultAction.Close()))) {
      conversation.connection().end();
      conversation.live.awaitPhase(Phase.RECONNECTING);
      Changing changing = change(LIKE);
      changing.answer().get(20, TimeUnit.SECONDS);
      conversation.live.client.logOut().get(20, TimeUnit.SECONDS);
      assertThat(end(changing))
          .isInstanceOfSatisfying(
              ChangeEnd.Failed.class,
              failed -> assertThat(failed.failure().code()).isEqualTo("logged-out"));
    }
    assertThat(additions()).isEqualTo(MessageAdditions.NONE);
    assertThat(events(MessageEvent.ChangeFailed.class))
        .singleElement()
        .satisfies(failed -> assertThat(failed.change()).isEqualTo("reaction"));
    assertThat(conversation.store.queued(10)).isEmpty();
  }
}
