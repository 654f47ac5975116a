package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.device.DeviceSession;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.signal.Encrypted;
import dev.kubezap.whatsapp.signal.MessagePadding;
import dev.kubezap.whatsapp.signal.SessionCipher;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A message is still missing when its row is due: its sender is asked once more, after five times
 * our own phone, until neither is left (SAFETY 3). Whatever was lost on the way, the row asks
 * again.
 */
public final class AskForMissing implements Step<AskForMissing.Due, AskForMissing.Gathered> {

  private static final Duration AGAIN_AFTER = Duration.ofMinutes(1);

  private final OwnPreKeys preKeys;

  /**
   * The input.
   *
   * @param name the row's
   */
  public record Due(String name) {}

  /** What is known of it. */
  public static final class Gathered {
    private final Optional<Missing> missing;
    private final boolean settled;
    private final OwnPreKeys.Source fresh;
    private final Optional<DeviceSession> withPhone;

    Gathered(
        Optional<Missing> missing,
        boolean settled,
        OwnPreKeys.Source fresh,
        Optional<DeviceSession> withPhone) {
      this.missing = missing;
      this.settled = settled;
      this.fresh = fresh;
      this.withPhone = withPhone;
    }
  }

  /** Answers retries by keys of ours. */
  public AskForMissing(OwnPreKeys preKeys) {
    this.preKeys = preKeys;
  }

  @Override
  public Gathered gather(Work<Due> work, StateReader state, Turn turn) {
    Optional<Missing> missing = state.read(new MissingKey(work.input().name()));
    boolean settled =
        missing
            .flatMap(Missing::messageId)
            .filter(
                id ->
                    state
                        .message(id)
                        .filter(message -> message.status() == MessageStatus.UNDECRYPTED)
                        .isEmpty())
            .isPresent();
    return new Gathered(
        missing,
        settled,
        preKeys.gather(state),
        turn.identity()
            .map(self -> DeviceSession.read(ToPhone.phone(self), AccountNames.of(self), state)));
  }

  @Override
  public Outcome decide(Work<Due> work, Gathered gathered, Turn turn) {
    if (gathered.missing.isEmpty() || turn.identity().isEmpty() || !turn.connection().online()) {
      // Every log-in wakes the rows.
      return Outcome.nothing();
    }
    MissingKey key = new MissingKey(work.input().name());
    Missing missing = gathered.missing.get();
    if (gathered.settled) {
      return Outcome.builder().change(new Change.Remove(key)).build();
    }
    if (missing.due().isAfter(turn.now())) {
      return Outcome.builder().effect(missing.wake(key, turn.now())).build();
    }
    if (missing.retries() < Missing.MAXIMUM_RETRIES) {
      return askSender(key, missing, gathered, turn);
    }
    return missing.phoneMayKnow(turn.now())
        ? askPhone(work, key, missing, gathered, turn)
        : givenUp(key);
  }

  private static Outcome givenUp(MissingKey key) {
    return Outcome.builder()
        .change(new Change.Remove(key))
        .effect(new Effect.Count("missing", "given-up"))
        .build();
  }

  private static Outcome askSender(MissingKey key, Missing missing, Gathered gathered, Turn turn) {
    int count = missing.retries() + 1;
    Missing asked = missing.askedSender(count, missing.error(), missing.hash(), turn.now());
    OwnPreKeys.Fresh fresh = gathered.fresh.make(turn.random());
    return Outcome.builder()
        .changes(fresh.changes())
        .change(new Change.Put<>(key, asked))
        .effect(
            new Effect.Send(
                RetryReceipt.of(
                    missing.stanza(),
                    count,
                    missing.error(),
                    turn.identity().orElseThrow(),
                    Optional.of(fresh.preKey()))))
        .effect(asked.wake(key, turn.now()))
        .effect(new Effect.Count("missing", "asked-sender"))
        .build();
  }

  private static Outcome askPhone(
      Work<Due> work, MissingKey key, Missing missing, Gathered gathered, Turn turn) {
    DeviceIdentity self = turn.identity().orElseThrow();
    DeviceSession stored = gathered.withPhone.orElseThrow();
    // A phone that did not answer, or whose own messages cannot be read, may have lost the session.
    boolean anew = missing.phoneRequests() > 0 || missing.fromMe() || stored.usable().isEmpty();
    if (anew && work.asked() == 0) {
      return Outcome.builder()
          .ask(new Ask(List.of(PreKeyBundles.query(List.of(ToPhone.phone(self))))))
          .build();
    }
    Missing asked = missing.askedPhone(turn.now());
    Outcome.Builder outcome = Outcome.builder();
    try {
      Optional<SignalSession> session =
          anew ? ToPhone.begun(work.replies(), stored.session(), self, turn) : stored.usable();
      if (session.isEmpty()) {
        return outcome
            .effect(new Effect.Schedule(key.timer(), work.input(), work.retryAfter(AGAIN_AFTER)))
            .effect(new Effect.Count("missing", "phone-without-keys"))
            .build();
      }
      Encrypted encrypted =
          SessionCipher.encrypt(
              session.get(),
              MessagePadding.pad(PhoneRequest.message(missing).toByteString(), turn.random()));
      outcome
          .changes(stored.stepped(encrypted.session()))
          .effect(
              new Effect.Send(
                  OutgoingStanza.peer(
                      OutgoingStanza.newId(turn), ToPhone.phone(self), encrypted, self)))
          .effect(new Effect.Count("missing", "asked-phone"));
    } catch (SignalException e) {
      outcome.effect(new Effect.Count("missing", "phone-without-session"));
    }
    return outcome.change(new Change.Put<>(key, asked)).effect(asked.wake(key, turn.now())).build();
  }
}
