package dev.kubezap.pod.lifecycle;

import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.WhatsAppClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The client of one ownership after another, never two at once. */
final class RunningClient {
  private static final Logger LOG = Logger.getLogger(RunningClient.class);
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final CurrentSession session;
  private final Supplier<Behaviour> behaviour;
  private Optional<WhatsAppClient> current = Optional.empty();

  /**
   * None runs yet.
   *
   * @param behaviour how a client that begins behaves
   */
  RunningClient(CurrentSession session, Supplier<Behaviour> behaviour) {
    this.session = session;
    this.behaviour = behaviour;
  }

  /** Begins with a client of this ownership. */
  synchronized void begin(Supplier<WhatsAppClient> clients) {
    // What began before and was given up half-way: two clients under one lease would use keys
    // twice.
    end(Duration.ZERO);
    WhatsAppClient client = clients.get();
    current = Optional.of(client);
    session.own(client);
    // Once it is known: whoever changes the behaviour from now on tells it.
    client.behave(behaviour.get());
    client.start();
  }

  /** Ends the client, if there is one: it takes no work, finishes what is in flight. */
  synchronized void end(Duration patience) {
    Optional<WhatsAppClient> ending = current;
    current = Optional.empty();
    if (ending.isEmpty()) {
      return;
    }
    try {
      ending.get().shutDown(patience).get(patience.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warnf("The client did not end in order: %s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
