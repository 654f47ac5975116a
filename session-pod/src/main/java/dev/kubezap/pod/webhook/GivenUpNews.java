package dev.kubezap.pod.webhook;

import dev.kubezap.pod.outbox.StoredEvent;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import java.util.Optional;

/**
 * What one webhook gave up since that was last told. It is told before the dead letters are stored:
 * who is killed in between tries again, gives up again and tells it twice, rather than never. A
 * refusal of the news itself is no news, or it would never end.
 */
final class GivenUpNews {
  private static final String OWN = "webhook.failed";

  private final String webhook;
  private final GivenUpListener listener;
  private Optional<ConnectionEvent.WebhookFailed.GivenUp> first = Optional.empty();
  private long count;

  GivenUpNews(String webhook, GivenUpListener listener) {
    this.webhook = webhook;
    this.listener = listener;
  }

  /** One was given up after so many attempts. */
  void add(StoredEvent event, int attempts, AttemptResult last) {
    if (event.type().equals(OWN)) {
      return;
    }
    if (first.isEmpty()) {
      first =
          Optional.of(
              new ConnectionEvent.WebhookFailed.GivenUp(
                  event.id(),
                  event.type(),
                  attempts,
                  last instanceof AttemptResult.Refused refused
                      ? Optional.of(refused.status())
                      : Optional.empty(),
                  last instanceof AttemptResult.Failed failed
                      ? Optional.of(failed.reason())
                      : Optional.empty()));
    }
    count++;
  }

  /** Tells what was given up, when something was. */
  void tell() {
    if (count > 0) {
      listener.givenUp(new ConnectionEvent.WebhookFailed(webhook, count, first));
      first = Optional.empty();
      count = 0;
    }
  }

  /** So many were given up that were never tried. */
  void tellUntried(long many) {
    listener.givenUp(new ConnectionEvent.WebhookFailed(webhook, many, Optional.empty()));
  }
}
