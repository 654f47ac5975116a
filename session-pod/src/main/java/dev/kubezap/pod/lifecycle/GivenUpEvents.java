package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.webhook.GivenUpListener;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.notice.NoteFailedWebhook;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Makes an event of deliveries that are given up: the session stores it among its own. */
final class GivenUpEvents implements GivenUpListener {
  private static final Logger LOG = Logger.getLogger(GivenUpEvents.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Supplier<Optional<WhatsAppClient>> clients;

  /**
   * @param clients has the client while there is one
   */
  GivenUpEvents(Supplier<Optional<WhatsAppClient>> clients) {
    this.clients = clients;
  }

  @Override
  public void givenUp(ConnectionEvent.WebhookFailed event) {
    boolean told = false;
    try {
      Optional<WhatsAppClient> client = clients.get();
      told =
          client.isPresent()
              && client
                      .get()
                      .request(new NoteFailedWebhook.Of(event))
                      .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                  instanceof ServiceAnswer.Given<?>;
    } catch (ExecutionException | TimeoutException e) {
      LOG.debugf("The session takes no event now: %s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!told) {
      LOG.warnf(
          "%d events were given up for the webhook %s, which no event could tell",
          event.count(), event.webhook());
    }
  }
}
