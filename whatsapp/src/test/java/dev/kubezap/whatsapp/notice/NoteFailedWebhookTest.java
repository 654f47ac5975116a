package dev.kubezap.whatsapp.notice;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What whoever runs the session tells becomes an event, connected or not. */
class NoteFailedWebhookTest {
  @Test
  void itIsAnEventAmongTheOthers() {
    ConnectionEvent.WebhookFailed event =
        new ConnectionEvent.WebhookFailed("shop", 3, Optional.empty());
    Outcome outcome =
        decide(
            new NoteFailedWebhook(),
            new NoteFailedWebhook.Of(event),
            new MemoryStore(),
            turn(Optional.empty()));
    assertThat(outcome.changes())
        .singleElement()
        .isInstanceOfSatisfying(
            Change.Append.class,
            append -> {
              assertThat(append.event()).isEqualTo(event);
              assertThat(append.at()).isEqualTo(NOW);
            });
    assertThat(outcome.effects())
        .containsExactly(new Effect.Answer(new ServiceAnswer.Given<>(new Done())));
  }
}
