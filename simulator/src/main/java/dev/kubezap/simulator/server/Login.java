package dev.kubezap.simulator.server;

import dev.kubezap.simulator.context.Ends;
import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.XEdDsa;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.pairing.PairingDesk;
import dev.kubezap.simulator.pairing.Registration;
import dev.kubezap.simulator.proto.ClientPayload;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.DeviceLink;

/** Decides what a client is let in as. Called with the world's lock held. */
final class Login {
  private static final Bytes KEY_TYPE = Bytes.of((byte) 5);

  private final ServerContext context;
  private final PairingDesk desk;

  Login(ServerContext context, PairingDesk desk) {
    this.context = context;
    this.desk = desk;
  }

  void enter(Connection connection, Bytes noiseKey, ClientPayload payload) {
    ClientPayload.AppVersion version = payload.getUserAgent().getAppVersion();
    if (version.getTertiary() < context.settings().minimumVersion()) {
      connection.end(failure(405));
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
      connection.end(failure(400));
      return;
    }
    connection.registering(registration);
    desk.open(registration);
  }

  private void logIn(Connection connection, Bytes noiseKey, ClientPayload payload) {
    String number = Long.toUnsignedString(payload.getUsername());
    Device device =
        context
            .world()
            .byNumber(number)
            .flatMap(account -> account.device(payload.getDevice()))
            .orElse(null);
    if (device == null || device.id() == 0 || !device.noiseKey().equals(noiseKey)) {
      connection.end(failure(401));
      return;
    }
    if (!payload.getPassive() || !payload.getPull()) {
      context.violations().add("login-payload", device, "passive and pull must be true");
    }
    Account account = device.account();
    connection.loggedIn(device);
    DeviceLink before = device.mailbox().connect(connection);
    if (before != null) {
      before.end(Ends.replaced());
    }
    connection.deliver(
        Node.of("success")
            .with("t", context.now().getEpochSecond())
            .with("lid", device.lidJid())
            .with("props", 27)
            .with("abprops", 1)
            .with("location", "sim")
            .with("creation", context.now().getEpochSecond())
            .with("display_name", account.pushName()));
    if (device.logins() == 0) {
      Node dirty =
          Node.of("dirty")
              .with("type", "account_sync")
              .with("timestamp", context.now().getEpochSecond());
      connection.deliver(Node.of("ib", dirty).with("from", Jid.SERVER));
    }
  }

  private static Node failure(int reason) {
    return Node.of("failure").with("reason", reason).with("location", "sim");
  }
}
