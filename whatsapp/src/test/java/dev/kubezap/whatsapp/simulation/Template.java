package dev.kubezap.whatsapp.simulation;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.VirtualServer;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.KeyPair;
import dev.kubezap.simulator.store.WorldState;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.KeyBundle;
import dev.kubezap.simulator.world.SignedPreKey;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.pairing.PairingAttempt;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.Optional;

/**
 * Where every run begins: three phones, and a companion of the first that has logged in once, so
 * that no run spends its time with the first keys.
 *
 * @param world the server's accounts
 * @param device the companion's number
 * @param identity the companion's credentials
 * @param commits what the companion has stored
 */
record Template(WorldState world, int device, DeviceIdentity identity, List<List<Change>> commits) {
  static final String OWN_NUMBER = "4915110000001";
  static final List<String> OTHERS = List.of("4915110000002", "4915110000003");
  static final List<String> ALL = List.of(OWN_NUMBER, OTHERS.getFirst(), OTHERS.getLast());

  private static final int KEPT_KEYS = 60;

  static String lid(String number) {
    return "1000000000000" + number.substring(11);
  }

  static String numberOf(Jid chat) {
    return ALL.stream()
        .filter(number -> chat.user().equals(number) || chat.user().equals(lid(number)))
        .findFirst()
        .orElseThrow();
  }

  /** Makes the accounts, links the companion and lets it log in. */
  static Template make() {
    Scheduler time = new Scheduler(0);
    VirtualServer server =
        new VirtualServer(new SeededSecureRandom(1), time, (_, task) -> task.run());
    for (String number : ALL) {
      server.addAccount(number, lid(number), "Phone " + number.substring(12), Addressing.ANY);
    }
    dev.kubezap.simulator.world.Account account = server.account(OWN_NUMBER);
    PairingAttempt attempt = PairingAttempt.begin(new SeededBytes(5), Scheduler.BEGIN);
    Device device =
        server.link(
            account,
            bytes(attempt.noiseKey().publicKey().bytes()),
            new KeyPair(
                bytes(attempt.identityKey().privateKey().bytes()),
                bytes(attempt.identityKey().publicKey().bytes())),
            new KeyBundle(
                attempt.registrationId(),
                bytes(attempt.identityKey().publicKey().bytes()),
                new SignedPreKey(
                    attempt.signedPreKey().id(),
                    bytes(attempt.signedPreKey().key().publicKey().bytes()),
                    bytes(attempt.signedPreKey().signature()))));
    DeviceIdentity identity =
        new DeviceIdentity(
            DeviceIdentity.Pairing.PENDING,
            attempt.noiseKey(),
            attempt.identityKey(),
            attempt.registrationId(),
            List.of(attempt.signedPreKey()),
            Jid.of(device.phoneNumberJid().toString()),
            Optional.of(Jid.of(device.lidJid().toString())),
            ByteString.copyFrom(device.signedIdentity().toArray()),
            "android",
            Optional.empty(),
            Scheduler.BEGIN);
    Template blank =
        new Template(
            server.snapshot(),
            device.id(),
            identity,
            List.of(
                List.of(new Change.Put<>(new AccountKey(), Account.BLANK.withLidAddressing()))));
    Simulation first = Simulation.first(blank);
    return new Template(
        first.server.snapshot(),
        device.id(),
        first.volume.load().orElseThrow(),
        first.database.log().stream().map(Template::kept).toList());
  }

  private static Bytes bytes(ByteString bytes) {
    return Bytes.of(bytes.toByteArray());
  }

  /** Most of the first 812 prekeys are never used by a short run. */
  private static List<Change> kept(List<Change> changes) {
    return changes.stream()
        .filter(
            change ->
                switch (change) {
                  case Change.Append _ -> false;
                  case Change.Put<?> put ->
                      !put.key().kind().equals("pre-key")
                          || Integer.parseInt(put.key().name()) <= KEPT_KEYS;
                  default -> true;
                })
        .toList();
  }
}
