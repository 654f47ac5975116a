package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A message that came but could not be read, and whom it was asked of: first its sender, at most
 * five times, then our own phone (SAFETY 3). The row lives until the message is there or nobody is
 * left to be asked.
 *
 * @param messageId the placeholder's id; empty for a message to this device alone, which has none
 * @param from the stanza's {@code from}
 * @param participant the stanza's {@code participant}, in a group
 * @param recipient the stanza's {@code recipient}, on copies of our own
 * @param peer the chat's other side as the stanza named it
 * @param timestamp when it was sent
 * @param error why it could not be read, as a retry receipt says it
 * @param hash SHA-256 of the last ciphertext; empty when there was none
 * @param retries how often its sender was asked
 * @param phoneRequests how often our phone was asked
 * @param due when somebody is asked again
 */
record Missing(
    Optional<String> messageId,
    String stanzaId,
    String from,
    Optional<String> participant,
    Optional<String> recipient,
    Jid peer,
    boolean fromMe,
    Instant timestamp,
    int error,
    ByteString hash,
    int retries,
    int phoneRequests,
    Instant due) {

  /** The sender refuses more, and so does the service. */
  static final int MAXIMUM_RETRIES = 5;

  /** The phone answers for messages up to this age (PROTOCOL-2026 5). */
  static final Duration MAXIMUM_AGE = Duration.ofDays(14);

  private static final Duration SENDER_PAUSE = Duration.ofSeconds(15);

  /**
   * A phone that is off gets the request when it is on again; the repetitions are for those that
   * were lost. The last one may be answered as long as the phone answers at all.
   */
  private static final List<Duration> PHONE_PAUSES =
      List.of(
          Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(12));

  /** The row of a stanza that nobody was asked about yet. */
  static Missing of(
      Node stanza, Origin origin, Optional<String> messageId, ByteString hash, Turn turn) {
    return new Missing(
        messageId,
        stanza.attribute("id").orElse(""),
        stanza.attribute("from").orElse(""),
        stanza.attribute("participant"),
        stanza.attribute("recipient"),
        origin.peer(),
        origin.fromMe(),
        stanza.time("t").orElse(turn.now().truncatedTo(ChronoUnit.SECONDS)),
        0,
        hash,
        0,
        0,
        turn.now());
  }

  /** As much of the stanza as a receipt for it repeats. */
  Node stanza() {
    return Node.of("message")
        .with("from", from)
        .with("id", stanzaId)
        .with("t", timestamp.getEpochSecond())
        .withIfPresent("participant", participant)
        .withIfPresent("recipient", recipient);
  }

  /** Its sender is asked now, for the {@code count}-th time. */
  Missing askedSender(int count, int why, ByteString ciphertext, Instant now) {
    return next(
        why,
        ciphertext,
        count,
        phoneRequests,
        now.plus(SENDER_PAUSE.multipliedBy(1L << (count - 1))));
  }

  /** Our phone is asked now. */
  Missing askedPhone(Instant now) {
    Instant again =
        phoneRequests < PHONE_PAUSES.size()
            ? now.plus(PHONE_PAUSES.get(phoneRequests))
            : timestamp.plus(MAXIMUM_AGE);
    return next(error, hash, retries, phoneRequests + 1, again);
  }

  /** Its sender cannot help: our phone is asked next. */
  Missing withoutSender(Instant now) {
    return next(error, hash, MAXIMUM_RETRIES, phoneRequests, phoneRequests == 0 ? now : due);
  }

  private Missing next(int why, ByteString ciphertext, int asked, int phone, Instant at) {
    return new Missing(
        messageId,
        stanzaId,
        from,
        participant,
        recipient,
        peer,
        fromMe,
        timestamp,
        why,
        ciphertext,
        asked,
        phone,
        at);
  }

  /** Whether our phone may be asked (again). */
  boolean phoneMayKnow(Instant now) {
    return messageId.isPresent()
        && phoneRequests <= PHONE_PAUSES.size()
        && timestamp.plus(MAXIMUM_AGE).isAfter(now);
  }

  /** Wakes the row when it is due. */
  Effect wake(MissingKey key, Instant now) {
    Duration left = Duration.between(now, due);
    return new Effect.Schedule(
        key.timer(), new AskForMissing.Due(key.name()), left.isNegative() ? Duration.ZERO : left);
  }
}
