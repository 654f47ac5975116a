package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.store;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of a message of Bob's that is missing. */
final class MissingRows {
  static final MissingKey KEY = MissingKey.of(BOB, "3EB0x");
  static final AskForMissing.Due DUE = new AskForMissing.Due(KEY.name());
  static final Missing ASKED_FIVE_TIMES = missing(5, 0, false, NOW.minusSeconds(90), NOW);

  private MissingRows() {}

  /** A row after so many requests. */
  static Missing missing(
      int retries, int phoneRequests, boolean fromMe, Instant timestamp, Instant due) {
    return new Missing(
        Optional.of("m1"),
        "3EB0x",
        BOB.toString(),
        Optional.empty(),
        Optional.empty(),
        BOB,
        fromMe,
        timestamp,
        7,
        ByteString.copyFromUtf8("hash"),
        retries,
        phoneRequests,
        due);
  }

  /** Stores a row and the placeholder of its message. */
  static void missed(MemoryStore store, Missing missing) {
    store(
        store,
        new Change.Put<>(KEY, missing),
        new Change.PutMessage(Outbox.message("m1", BOB, MessageStatus.UNDECRYPTED)));
  }

  /** That the row is looked at again after this time. */
  static Effect wakesIn(Duration delay) {
    return new Effect.Schedule("missing-" + KEY.name(), DUE, delay);
  }

  /** What asks the server for keys of our own phone. */
  static Outcome asksForKeysOfThePhone() {
    return Outcome.builder().ask(new Ask(List.of(PreKeyBundles.query(List.of(OWN))))).build();
  }
}
