package dev.kubezap.whatsapp.restore;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AcceptSend;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing is queued that a restoration would let fail. */
class AcceptAfterRestorationTest {
  private static final SendRequest REQUEST =
      new SendRequest(
          Jid.phoneNumber("491522222222"),
          TextContent.of("hello"),
          Map.of(),
          Optional.of(new SendRequest.Idempotency("key", ByteString.copyFromUtf8("hash"))));

  private final MemoryStore store = new MemoryStore();
  private final AcceptSend accept = new AcceptSend();
  private final AcceptAfterRestoration<SendRequest, AcceptSend.Gathered> step =
      new AcceptAfterRestoration<>(accept, SendResult.NotYet::new);

  private Outcome as(AcceptSend other, Turn turn) {
    return decide(other, REQUEST, store, turn);
  }

  @Test
  void waitsForTheRestorationOfALinkedDevice() throws Exception {
    assertThat(decide(step, REQUEST, store, turn(device(3))))
        .isEqualTo(as(accept, turn(device(3))));
    Restoration.note(store, "epoch-went-back", NOW);
    Outcome refused = decide(step, REQUEST, store, turn(device(3)));
    assertThat(refused.changes()).isEmpty();
    assertThat(refused.effects())
        .singleElement()
        .extracting(effect -> ((Effect.Answer) effect).value())
        .isInstanceOf(SendResult.NotYet.class);
    assertThat(decide(step, REQUEST, store, unpaired())).isEqualTo(as(accept, unpaired()));
  }

  @Test
  void readsBeforehandWhatAcceptingReads() {
    Turn turn = turn(device(3));
    assertThat(step.wanted(Work.of(REQUEST), store, turn))
        .isEqualTo(accept.wanted(Work.of(REQUEST), store, turn));
    assertThat(accept.wanted(Work.of(REQUEST), store, turn).records()).isNotEmpty();
  }
}
