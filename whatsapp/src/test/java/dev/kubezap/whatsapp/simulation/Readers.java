package dev.kubezap.whatsapp.simulation;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.MarkRead;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Callers who mark as read what came, some of it twice. */
final class Readers {
  /**
   * Of so many worlds some have readers; in others the places of plans that are kept would move.
   */
  private static final int WORLDS = 27;

  private static final int FIRST = 3;
  private static final int LAST = 8;

  private static final int CALLS = 5;
  private static final Duration LENGTH = Duration.ofSeconds(20);
  private static final Duration AGAIN = Duration.ofMillis(300);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Simulation simulation;
  private final Random random;
  private int waiting;

  Readers(Simulation simulation) {
    this.simulation = simulation;
    random = new Random(~simulation.plan.seed());
  }

  /** Plans everything. */
  void plan() {
    long world = simulation.plan.seed() % WORLDS;
    if (world < FIRST || world > LAST) {
      return;
    }
    for (int i = 1 + random.nextInt(CALLS); i > 0; i--) {
      Duration when = Duration.ofMillis(random.nextLong(LENGTH.toMillis()));
      simulation.time.after(when, this::read);
    }
  }

  /** All of a chat, read before or not. */
  private void read() {
    List<StoredMessage> raised = simulation.checker.raised();
    if (!raised.isEmpty()) {
      Jid chat = chat(raised.get(random.nextInt(raised.size())));
      List<String> ids =
          raised.stream()
              .filter(message -> chat(message).equals(chat))
              .map(StoredMessage::id)
              .toList();
      simulation.checker.reads(ids);
      waiting++;
      attempt(ids, 0);
    }
  }

  /** Where it is by now: two chats may have become one. */
  private Jid chat(StoredMessage message) {
    return simulation.database.rows().message(message.id()).orElse(message).chat();
  }

  private void attempt(List<String> ids, int attempts) {
    Jid chat = simulation.database.rows().message(ids.getFirst()).orElseThrow().chat();
    Optional<Owner> owner = simulation.somebody(attempts);
    Optional<CompletableFuture<Object>> answer =
        owner.flatMap(process -> process.session.ask(new MarkRead.Read(chat, ids)));
    owner.ifPresent(Owner::wake);
    simulation.time.after(
        answer.isPresent() ? PATIENCE : AGAIN,
        () -> {
          if (answer.filter(result -> isAnswered(result, ids)).isPresent()) {
            waiting--;
            simulation.checker.wasRead(ids);
          } else {
            attempt(ids, attempts + 1);
          }
        });
  }

  private static boolean isAnswered(CompletableFuture<Object> answer, List<String> ids) {
    return answer.isDone()
        && !answer.isCompletedExceptionally()
        && answer.join().equals(ids.size());
  }

  boolean areAnswered() {
    return waiting == 0;
  }
}
