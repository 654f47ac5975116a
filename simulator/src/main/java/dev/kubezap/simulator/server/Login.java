package dev.kubezap.simulator.server;

import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.XEdDsa;
import dev.kubezap.simulator.pairing.Registration;
import dev.kubezap.simulator.proto.ClientPayload;

/** Decides what a client is let in as. Called with the world's lock held. */
final class Login {
  private static final Bytes KEY_TYPE = Bytes.of((byte) 5);

  private final ServerContext context;
  private final ChatService service;

  Login(ServerContext context, ChatService service) {
    this.context = context;
    this.service = service;
  }

  void enter(Connection connection, Bytes noiseKey, ClientPayload payload) {
    ClientPayload.AppVersion version = payload.getUserAgent().getAppVersion();
    if (version.getTertiary() < context.settings().minimumVersion()) {
      connection.end(ChatService.failure(405));
    } else if (payload.hasDevicePairingData()) {
      register(connection, noiseKey, payload);
    } else {
      logIn(connection, noiseKey, payload);
    }
  }

  private void register(Connection connection, Bytes noiseKey, ClientPayload payload) {
    Registration registration =
        Registration.of(connection, noiseKey, payload.getDevicePairingData());
    Bytes signedKey = Bytes.concat(KEY_TYPE, registration.keys().signedPreKey().publicKey());
    if (payload.getPassive()
        || !XEdDsa.verify(
            registration.keys().identity(),
            signedKey,
            registration.keys().signedPreKey().signature())) {
      context
          .violations()
          .add("registration", connection, "passive, or a signed prekey that does not verify");
      connection.end(ChatService.failure(400));
      return;
    }
    connection.registering(registration);
    service.pairing().open(registration);
  }

  private void logIn(Connection connection, Bytes noiseKey, ClientPayload payload) {
    String number = Long.toUnsignedString(payload.getUsername());
    service
        .logIn(connection, number, payload.getDevice(), noiseKey, connection::loggedIn)
        .filter(_ -> !payload.getPassive() || !payload.getPull())
        .ifPresent(
            device ->
                context.violations().add("login-payload", device, "passive and pull must be true"));
  }
}
