package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.message;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.ChangeResult;
import dev.kubezap.whatsapp.KeyedRequest;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is kept of a request under a key, and what whoever repeats it finds. */
class KeyedRequestTest {
  private static final ByteString ANSWER = ByteString.copyFromUtf8("answer");
  private static final SendRequest.Idempotency KEY =
      new SendRequest.Idempotency("k", ByteString.copyFromUtf8("hash"));
  private static final SendRequest.Idempotency OTHER =
      new SendRequest.Idempotency("k", ByteString.copyFromUtf8("another"));

  private final MemoryStore store = new MemoryStore();

  private Object answerOf(Outcome outcome) {
    store(store, outcome.changes());
    return outcome.effects().stream()
        .filter(Effect.Answer.class::isInstance)
        .map(effect -> ((Effect.Answer) effect).value())
        .findFirst()
        .orElseThrow();
  }

  private Object begins(SendRequest.Idempotency key) {
    return answerOf(
        decide(new BeginKeyed(), Work.of(new BeginKeyed.Of(key)), store, online(DEVICE)));
  }

  private void settles(SendRequest.Idempotency key, boolean done) {
    answerOf(
        decide(
            new SettleKeyed(),
            Work.of(new SettleKeyed.By(key, ANSWER, done)),
            store,
            online(DEVICE)));
  }

  private Object changes() {
    return answerOf(
        decide(
            new AcceptChange(),
            Work.of(new ChangeRequest("m1", new ChangeRequest.Delete(), Optional.of("k"))),
            store,
            online(DEVICE)));
  }

  @Test
  void itIsUnfinishedUntilItIsAnswered() {
    assertThat(begins(KEY)).isEqualTo(new KeyedRequest.First());
    assertThat(begins(KEY)).isEqualTo(new KeyedRequest.Unfinished());
    assertThat(begins(OTHER)).isEqualTo(new KeyedRequest.KeyReused());
    settles(OTHER, true);
    assertThat(begins(KEY)).isEqualTo(new KeyedRequest.Unfinished());
    settles(KEY, true);
    assertThat(begins(KEY)).isEqualTo(new KeyedRequest.Answered(ANSWER));
    assertThat(begins(OTHER)).isEqualTo(new KeyedRequest.KeyReused());
  }

  @Test
  void aRefusalFreesTheKey() {
    begins(KEY);
    settles(KEY, false);
    assertThat(begins(OTHER)).isEqualTo(new KeyedRequest.First());
  }

  @Test
  void aChangeIsAcceptedOnceWithItsKey() {
    store(store, new Change.PutMessage(message("m1", BOB, MessageStatus.SENT)));
    begins(KEY);
    String id = ((ChangeResult.Accepted) changes()).id();
    assertThat(store.queuedIn(BOB, 10)).containsExactly(id);
    // The process may die at any time from here on.
    assertThat(begins(KEY)).isEqualTo(new KeyedRequest.Unfinished());
    assertThat(changes()).isEqualTo(new ChangeResult.Repeated(id, true));
    assertThat(store.queuedIn(BOB, 10)).containsExactly(id);
    store(store, List.of(new Change.LeaveQueue(id)));
    assertThat(changes()).isEqualTo(new ChangeResult.Repeated(id, false));
    // It failed after it was accepted: that is its answer.
    settles(KEY, false);
    assertThat(begins(KEY)).isEqualTo(new KeyedRequest.Answered(ANSWER));
  }
}
