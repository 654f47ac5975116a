package dev.kubezap.operator.apply;

import dev.kubezap.operator.desired.ConfigFolder;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key of a session's Secret that can be replaced while it is used. The one before stays beside it
 * until both sides have the new one: first everybody who reads the Secret learns both, then the new
 * one is used, then the old one goes. Where it stands is in the Secret alone.
 *
 * @param present base64
 * @param former base64; empty when the key is not being replaced
 * @param since when it was replaced last
 * @param request the request that asked for it, empty for none
 */
record RotatingKey(String present, Optional<String> former, Instant since, String request) {
  private static final String SINCE = "-since";
  private static final String REQUEST = "-request";

  /** The key of a file; empty when the Secret has none that was made for this session. */
  static Optional<RotatingKey> of(Secret secret, String file) {
    Map<String, String> data = Objects.requireNonNullElse(secret.getData(), Map.of());
    Map<String, String> notes =
        Objects.requireNonNullElse(secret.getMetadata().getAnnotations(), Map.of());
    return Optional.ofNullable(data.get(file))
        .map(
            present ->
                new RotatingKey(
                    present,
                    Optional.ofNullable(data.get(file + ConfigFolder.FORMER)),
                    time(notes.get(note(file, SINCE))),
                    Objects.requireNonNullElse(notes.get(note(file, REQUEST)), "")));
  }

  /** The annotations that tell where it stands. */
  static Map<String, String> notes(String file, Instant since, String request) {
    return Map.of(note(file, SINCE), since.toString(), note(file, REQUEST), request);
  }

  /** Whether it was made for this session, and not copied from the operator's own login. */
  static boolean noted(Secret secret, String file) {
    return Objects.requireNonNullElse(
                secret.getMetadata().getAnnotations(), Map.<String, String>of())
            .containsKey(note(file, SINCE))
        && of(secret, file).isPresent();
  }

  /**
   * The one to use now.
   *
   * @param spread how long until everybody who mounts a Secret sees its change
   */
  String used(Instant now, Duration spread) {
    return former.filter(old -> now.isBefore(since.plus(spread))).orElse(present);
  }

  /** Whether nobody needs the former one any more. */
  boolean over(Instant now, Duration spread) {
    return former.isPresent() && !now.isBefore(since.plus(spread.multipliedBy(2)));
  }

  private static String note(String file, String what) {
    return "kubezap.dev/" + file + what;
  }

  private static Instant time(@Nullable String text) {
    try {
      return text == null ? Instant.EPOCH : Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  /** Leaves out the keys. */
  @Override
  public String toString() {
    return "RotatingKey[since=" + since + ", request=" + request + "]";
  }
}
