package dev.kubezap.simulator.message;

import dev.kubezap.simulator.group.Group;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.PendingKey;
import java.time.InstantSource;
import java.util.List;

/** Passes receipts for messages of groups on to who wrote them. */
final class GroupReceipts {
  private final InstantSource clock;

  GroupReceipts(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A chat of many.
   *
   * @param jid its address
   * @param lid whether its members are addressed by LID
   */
  record Shared(Jid jid, boolean lid) {
    static Shared of(Group group) {
      return new Shared(group.jid(), group.lid());
    }

    Jid jidOf(Device device) {
      return lid ? device.lidJid() : device.phoneNumberJid();
    }

    Jid jidOf(Account account) {
      return lid ? account.lidJid() : account.phoneNumberJid();
    }
  }

  /**
   * Passes one on.
   *
   * @param author who wrote the messages
   * @param device which of the author's devices the receipt names; 0 also for none
   * @return the devices of the author that the receipt alone was for
   */
  List<Device> forward(
      Device sender, Shared group, Account author, int device, Node receipt, String type) {
    return switch (type) {
      case "retry", "sender" -> {
        List<Device> asked =
            author.device(device).filter(found -> found != sender).stream().toList();
        asked.forEach(found -> push(found, stanza(sender, group, receipt, type)));
        yield asked;
      }
      case "read-self", "played-self" -> {
        own(sender, group, author, receipt, type);
        yield List.of();
      }
      default -> {
        author.devices().forEach(found -> push(found, stanza(sender, group, receipt, type)));
        if (type.equals("read") || type.equals("played")) {
          own(sender, group, author, receipt, type + "-self");
        }
        yield List.of();
      }
    };
  }

  /** Tells the reader's other devices. */
  private void own(Device sender, Shared group, Account author, Node receipt, String type) {
    Node stanza = stanza(sender, group, receipt, type).with("recipient", group.jidOf(author));
    sender.account().devices().stream()
        .filter(device -> device != sender)
        .forEach(device -> push(device, stanza));
  }

  private Node stanza(Device sender, Shared group, Node receipt, String type) {
    return Node.of("receipt")
        .with("from", group.jid())
        .with("participant", group.jidOf(sender))
        .with("id", receipt.attribute("id"))
        .withNonEmpty("type", type)
        .with("t", clock.instant().getEpochSecond())
        .plus(receipt.children());
  }

  /** The receipts of all participants for one message bear its id. */
  static String peer(String group, String participant) {
    return group + " " + participant;
  }

  private static void push(Device device, Node stanza) {
    PendingKey key =
        new PendingKey(
            "receipt",
            stanza.attribute("id"),
            peer(stanza.attribute("from"), stanza.attribute("participant")),
            stanza.attribute("type"));
    device.mailbox().push(key, stanza);
  }
}
