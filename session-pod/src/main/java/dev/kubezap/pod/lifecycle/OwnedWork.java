package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.media.MediaDownloads;
import dev.kubezap.pod.store.KeyRotation;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.store.SessionStore;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What runs while the session is ours: its client, its webhooks, what it downloads, the rotation of
 * its keys. Not safe for use by several threads.
 */
final class OwnedWork {
  private final RunningClient client;
  private final Function<SessionStore, WhatsAppClient> clients;
  private final FleetGate gate;
  private final SessionWebhooks webhooks;
  private final MediaDownloads downloads;
  private final Supplier<KeyRotation> rotations;
  private Optional<KeyRotation> rotation = Optional.empty();

  /**
   * Nothing runs yet.
   *
   * @param clients makes a client, which is not started
   * @param gate that they ask before each connection
   * @param rotations makes a rotation, which is not started
   */
  OwnedWork(
      RunningClient client,
      Function<SessionStore, WhatsAppClient> clients,
      FleetGate gate,
      SessionWebhooks webhooks,
      MediaDownloads downloads,
      Supplier<KeyRotation> rotations) {
    this.client = client;
    this.clients = clients;
    this.gate = gate;
    this.webhooks = webhooks;
    this.downloads = downloads;
    this.rotations = rotations;
  }

  /** Begins under a new ownership, with this store and epoch. */
  void begin(SessionStore store, long epoch) {
    client.begin(() -> clients.apply(store));
    webhooks.start(epoch);
    downloads.start();
    rotation.ifPresent(KeyRotation::close);
    rotation = Optional.of(rotations.get());
    rotation.get().start();
  }

  /** Ends the client, after a patience for what is in flight; webhooks still deliver. */
  void endClient(Duration patience) {
    downloads.stop();
    rotation.ifPresent(KeyRotation::close);
    client.end(patience);
    gate.forget();
  }

  /** Ends everything at once. */
  void end() {
    endClient(Duration.ZERO);
    webhooks.stop();
  }
}
