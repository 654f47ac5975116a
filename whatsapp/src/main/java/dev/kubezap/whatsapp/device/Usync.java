package dev.kubezap.whatsapp.device;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The query by which the server lists devices and LIDs of accounts (PROTOCOL 8, usync). */
public final class Usync {

  private Usync() {}

  /**
   * What the server said of one account.
   *
   * @param account as it was asked for
   * @param lid its LID, when the server told it
   * @param devices its devices, empty when the server listed none: the account is not registered,
   *     or hidden
   */
  public record Listed(Jid account, Optional<Jid> lid, Optional<DeviceList> devices) {}

  /**
   * Asks for the devices and the LIDs of accounts.
   *
   * @param accounts without device, not empty
   * @param sid names the exchange; any unique text
   */
  public static Node devices(Collection<Jid> accounts, String sid) {
    List<Node> users = accounts.stream().map(jid -> Node.of("user").with("jid", jid)).toList();
    List<Node> protocols = List.of(Node.of("devices").with("version", "2"), Node.of("lid"));
    return query("message", protocols, users, sid);
  }

  /**
   * Asks something of users.
   *
   * @param context such as {@code message}, or {@code interactive} for what a person wants to see
   * @param protocols what is asked
   * @param users of whom, not empty
   * @param sid names the exchange; any unique text
   */
  public static Node query(String context, List<Node> protocols, List<Node> users, String sid) {
    return Node.of("iq")
        .with("to", Jid.SERVICE)
        .with("type", "get")
        .with("xmlns", "usync")
        .withChildren(
            Node.of("usync")
                .with("context", context)
                .with("mode", "query")
                .with("sid", sid)
                .with("last", "true")
                .with("index", "0")
                .withChildren(
                    Node.of("query").withChildren(protocols), Node.of("list").withChildren(users)));
  }

  /** The users that an answer tells of. */
  public static List<Node> users(Node iq) {
    return iq.child("usync")
        .flatMap(usync -> usync.child("list"))
        .map(list -> list.children("user"))
        .orElse(List.of());
  }

  /** Reads the answer; accounts that it does not mention are absent. */
  public static List<Listed> read(Node iq) {
    List<Listed> listed = new ArrayList<>();
    for (Node user : users(iq)) {
      Optional<Jid> account = user.jid("jid");
      if (account.isEmpty()) {
        continue;
      }
      Optional<Jid> lid =
          user.child("lid")
              .flatMap(node -> node.jid("val"))
              .or(() -> user.jid("lid"))
              .map(Jid::account);
      listed.add(
          new Listed(
              account.get().account(),
              lid.filter(Jid::isLid),
              user.child("devices").flatMap(devices -> deviceList(devices))));
    }
    return listed;
  }

  private static Optional<DeviceList> deviceList(Node devices) {
    return devices
        .child("device-list")
        .map(
            list -> {
              List<DeviceList.Device> found = new ArrayList<>();
              for (Node device : list.children("device")) {
                OptionalLong id = device.number("id");
                long keyIndex = device.number("key-index").orElse(0);
                // A linked device without a place in the signed key list is not the account's own
                // (PROTOCOL 8).
                if (id.isPresent()
                    && id.getAsLong() >= 0
                    && id.getAsLong() <= Jid.MAX_DEVICE
                    && (id.getAsLong() == 0 || keyIndex > 0)) {
                  found.add(
                      new DeviceList.Device(
                          (int) id.getAsLong(), (int) keyIndex, device.has("is_hosted", "true")));
                }
              }
              return new DeviceList(found);
            });
  }
}
