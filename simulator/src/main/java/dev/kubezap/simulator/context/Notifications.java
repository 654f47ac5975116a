package dev.kubezap.simulator.context;

import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.PendingKey;
import java.time.Instant;
import java.util.List;

/** Notifications that the server sends by itself. */
public final class Notifications {
  private Notifications() {}

  /** Sends a notification, which waits until the device acknowledges it. */
  public static void push(Device device, Jid from, String type, Instant now, Node... children) {
    push(device, from, stanza(from, type, device.mailbox().newId(now), now).plus(children));
  }

  private static void push(Device device, Jid from, Node stanza) {
    PendingKey key = new PendingKey("notification", stanza.attribute("id"), from.toString(), "");
    device.mailbox().push(key, stanza);
  }

  /** A notification without content. */
  public static Node stanza(Jid from, String type, String id, Instant now) {
    return Node.of("notification")
        .with("from", from)
        .with("type", type)
        .with("id", id)
        .with("t", now.getEpochSecond());
  }

  /** Tells a device that few of its one-time keys are left. */
  public static void preKeysLow(Device device, int left, Instant now) {
    push(device, Jid.SERVER, "encrypt", now, Node.of("count").with("value", left));
  }

  /** Tells a device where the file of a message is now. */
  public static void mediaRetry(Device device, String messageId, List<Node> told, Instant now) {
    Jid from = device.account().phoneNumberJid();
    push(device, from, stanza(from, "mediaretry", messageId, now).plus(told));
  }

  /** Gives a device tokens of an account, named by both its names: a device may know it by one. */
  public static void privacyToken(Device device, Account issuer, Node tokens, Instant now) {
    Jid from = issuer.phoneNumberJid();
    push(
        device,
        from,
        stanza(from, "privacy_token", device.mailbox().newId(now), now)
            .with("sender_lid", issuer.lidJid())
            .plus(tokens));
  }

  /** Tells a device that a companion of an account came or went. */
  public static void devices(
      Device receiver, Account of, Device changed, boolean added, Node keyIndexList, Instant now) {
    Node device =
        Node.of("device")
            .with("jid", changed.phoneNumberJid())
            .with("lid", changed.lidJid())
            .with("key-index", changed.keyIndex());
    Node change =
        Node.of(added ? "add" : "remove", device, keyIndexList)
            .with("device_hash", DeviceHash.of(of, Jid.phoneNumber(of.phoneNumber(), 0)))
            .with("device_lid_hash", DeviceHash.of(of, Jid.lid(of.lid(), 0)));
    push(receiver, of.phoneNumberJid(), "devices", now, change);
  }

  /** Tells a device the current list of its account's devices. */
  public static void accountDevices(
      Device receiver, Account account, Node keyIndexList, Instant now) {
    List<Node> devices =
        account.devices().stream()
            .map(
                device -> {
                  Node entry =
                      Node.of("device")
                          .with("jid", device.phoneNumberJid())
                          .with("lid", device.lidJid());
                  return device.id() == 0 ? entry : entry.with("key-index", device.keyIndex());
                })
            .toList();
    Node list =
        Node.of("devices")
            .plus(devices)
            .plus(keyIndexList)
            .with("dhash", DeviceHash.of(account, account.phoneNumberJid()));
    push(receiver, account.phoneNumberJid(), "account_sync", now, list);
  }

  /** Tells a device that a collection of its account's app state has changed. */
  public static void appState(Device device, String collection, long version, Instant now) {
    push(
        device,
        Jid.SERVER,
        "server_sync",
        now,
        Node.of("collection").with("name", collection).with("version", version));
  }
}
