package dev.kubezap.whatsapp.example;

import dev.kubezap.whatsapp.ClientListener;
import dev.kubezap.whatsapp.ClientMetrics;
import dev.kubezap.whatsapp.ClientSettings;
import dev.kubezap.whatsapp.ConnectGate;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.engine.WhatsAppClients;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Links a device, says hello to a number and ends. */
final class SayHello implements ClientListener {
  private final CountDownLatch connected = new CountDownLatch(1);
  private final Consumer<String> out;

  private SayHello(Consumer<String> out) {
    this.out = out;
  }

  static void run(ClientSettings settings, String number, Consumer<String> out) throws Exception {
    SayHello listener = new SayHello(out);
    WhatsAppClient client =
        WhatsAppClients.create(
            settings,
            new MemoryStore(), // gone with the process; session-pod's is in PostgreSQL
            new MemoryIdentityStore(),
            ConnectGate.OPEN,
            InstantSource.system(),
            RandomBytes.secure(new SecureRandom()),
            listener,
            ClientMetrics.NONE);
    client.start();
    listener.connected.await();
    SendRequest hello =
        new SendRequest(
            Jid.phoneNumber(number), TextContent.of("Hello"), Map.of(), Optional.empty());
    switch (client.send(hello).get()) {
      case SendResult.Accepted accepted ->
          out.accept(
              client
                  .awaitStatus(accepted.message().id(), MessageStatus.SENT)
                  .get(30, TimeUnit.SECONDS)
                  .status()
                  .name());
      case SendResult refused -> out.accept(refused.toString());
    }
    client.shutDown(Duration.ofSeconds(5)).get();
  }

  @Override
  public void changed(SessionSnapshot snapshot) {
    snapshot.qr().ifPresent(qr -> out.accept(qr.text()));
    if (snapshot.phase() == Phase.CONNECTED) {
      connected.countDown();
    }
  }

  @Override
  public void committed() {
    // New messages and events are in the store: whoever delivers them looks now.
  }

  @Override
  public void fenced(FencedException cause) {
    out.accept("The store says that another process owns the session.");
  }
}
