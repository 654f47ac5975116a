package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ConnectGate;
import dev.kubezap.whatsapp.connection.Backoff;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeDecoder;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.node.NodeFormatException;
import dev.kubezap.whatsapp.pairing.PairingSettings;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.RecordKey;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Does one piece of work, and what it enqueues, as the engine would, with a server whose answers
 * are made up. A step answers an outcome: the engine would set aside what throws, so that nothing
 * is lost; here it is a defect.
 */
final class FuzzedTurns {
  private static final int MOST_WORK = 12;
  private static final int LONGEST_NAME = 512;

  private final Router router =
      Routes.of(
          new PairingSettings(Optional.empty(), "Chrome (Linux)"),
          Backoff.DEFAULT,
          ConnectGate.OPEN);
  private final Instant now;

  FuzzedTurns(Instant now) {
    this.now = now;
  }

  /**
   * Does the work.
   *
   * @param answers taken one after another for the questions that are asked
   */
  void run(
      Object input,
      MemoryStore store,
      Optional<DeviceIdentity> identity,
      Turn.Link link,
      Deque<Node> answers)
      throws Exception {
    SeededBytes random = new SeededBytes(1);
    SessionState session = SessionState.starting("2.3000.1").with(identity);
    Deque<Work<?>> mailbox = new ArrayDeque<>();
    mailbox.add(Work.of(input));
    for (int done = 0; done < MOST_WORK && !mailbox.isEmpty(); done++) {
      Work<?> work = mailbox.remove();
      Turn turn = new Turn(now.plusMillis(done), random, session.identity(), link);
      Optional<Router.Routed> routed = router.route(work.input());
      if (routed.isEmpty()) {
        continue;
      }
      routed.get().handler().wanted(work, store, turn);
      Outcome outcome = routed.get().handler().handle(work, store, session, turn);
      commit(store, outcome.changes());
      outcome.effects().forEach(effect -> perform(effect, mailbox));
      outcome
          .ask()
          .ifPresent(
              ask -> {
                List<Reply> replies = new ArrayList<>();
                ask.queries().forEach(query -> replies.add(reply(query, answers)));
                mailbox.addFirst(work.answered(replies));
              });
    }
  }

  /** Stanzas, each with two bytes of length before it, as far as they can be read. */
  static Deque<Node> stanzas(ByteBuffer input) {
    Deque<Node> stanzas = new ArrayDeque<>();
    while (input.remaining() > 2) {
      byte[] bytes = new byte[Math.min(input.getShort() & 0xFFFF, input.remaining())];
      input.get(bytes);
      try {
        stanzas.add(NodeDecoder.decode(bytes));
      } catch (NodeFormatException unreadable) {
        return stanzas;
      }
    }
    return stanzas;
  }

  private static Reply reply(Node query, Deque<Node> answers) {
    NodeEncoder.encode(query);
    if (answers.isEmpty()) {
      return new Reply.Missing();
    }
    Node answer = answers.remove();
    return answer.has("type", "error")
        ? new Reply.Refused((int) answer.number("code").orElse(0), "refused")
        : new Reply.Result(answer);
  }

  private static void perform(Effect effect, Deque<Work<?>> mailbox) {
    switch (effect) {
      case Effect.Send(Node stanza) -> NodeEncoder.encode(stanza);
      case Effect.Enqueue(Object input) -> mailbox.add(Work.of(input));
      case Effect.Schedule(String name, Object input, Duration delay) -> {
        assertThat(name).isNotEmpty();
        assertThat(input).isNotNull();
        assertThat(delay).isBetween(Duration.ZERO, Duration.ofDays(31));
      }
      default -> assertThat(effect.toString()).isNotEmpty();
    }
  }

  private static void commit(MemoryStore store, List<Change> changes) throws FencedException {
    for (Change change : changes) {
      switch (change) {
        case Change.Put<?> put -> isStorable(put.key());
        case Change.Remove remove -> isStorable(remove.key());
        case Change.PutMessage put -> isStorable(put.message().timestamp());
        case Change.PutChat put -> isStorable(put.chat().lastMessageAt());
        default -> assertThat(change.toString()).isNotEmpty();
      }
    }
    store.commit(changes);
  }

  private static void isStorable(RecordKey<?> key) {
    assertThat(key.name()).hasSizeLessThanOrEqualTo(LONGEST_NAME);
    assertThat(ByteString.copyFromUtf8(key.name()).isValidUtf8()).isTrue();
  }

  /** A database keeps times of some ten thousand years, and a document writes four digits. */
  private static void isStorable(Instant time) {
    assertThat(time).isBetween(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59.999Z"));
  }
}
