package dev.kubezap.pod.webhook;

import java.time.Duration;
import java.util.Optional;

/**
 * What became of a test event.
 *
 * @param id the event's, sent as {@code webhook-id}
 * @param delivered whether it was taken
 * @param status the answer's HTTP status, empty when there was none
 * @param error why there was no answer, in kebab case
 * @param took from begin to end
 */
public record TestDelivery(
    String id, boolean delivered, Optional<Integer> status, Optional<String> error, Duration took) {

  static TestDelivery of(String id, AttemptResult result, Duration took) {
    return switch (result) {
      case AttemptResult.Delivered delivered ->
          new TestDelivery(id, true, delivered.status(), Optional.empty(), took);
      case AttemptResult.Refused refused ->
          new TestDelivery(id, false, Optional.of(refused.status()), Optional.empty(), took);
      case AttemptResult.Failed failed ->
          new TestDelivery(id, false, Optional.empty(), Optional.of(failed.reason()), took);
    };
  }
}
