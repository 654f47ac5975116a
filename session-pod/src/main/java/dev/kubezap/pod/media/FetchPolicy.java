package dev.kubezap.pod.media;

import dev.kubezap.pod.http.Problem;
import dev.kubezap.whatsapp.fetch.SettleFile;
import dev.kubezap.whatsapp.model.MessageFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What follows when a file could not be fetched. Pure. */
final class FetchPolicy {
  /** What a later attempt may not meet again. */
  private static final Set<String> PASSING =
      Set.of(
          "media-hosts-refused",
          "media-download-failed",
          // The phone may be off, and answers when it is on again.
          "media-expired",
          "timeout",
          "bucket-missing",
          "bucket-refused",
          "bucket-unreachable",
          "volume-full",
          "volume-unusable");

  private static final String NOT_CONNECTED = "not-connected";

  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofHours(6));

  private FetchPolicy() {}

  /**
   * What is stored.
   *
   * @param attempts how often it could not be fetched before
   * @return empty when it waits for a connection, which is no attempt
   */
  static Optional<SettleFile.Result> after(Problem problem, int attempts) {
    if (problem.code().equals(NOT_CONNECTED)) {
      return Optional.empty();
    }
    if (PASSING.contains(problem.code()) && attempts < PAUSES.size()) {
      return Optional.of(new SettleFile.Later(PAUSES.get(attempts)));
    }
    return Optional.of(
        new SettleFile.Failed(
            new MessageFailure(problem.code(), OptionalInt.empty(), problem.detail())));
  }
}
