package dev.kubezap.simulator.iq;

import dev.kubezap.simulator.context.Notifications;
import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import java.util.List;

/** Whom accounts have blocked: by LID, with the number beside it when one is blocked. */
public final class BlocklistIq implements IqHandler {
  private final ServerContext context;

  /** Of a server. */
  public BlocklistIq(ServerContext context) {
    this.context = context;
  }

  @Override
  public List<String> namespaces() {
    return List.of("blocklist");
  }

  @Override
  public List<Node> answer(Device sender, Node iq) {
    if (!iq.attribute("type").equals("set")) {
      return List.of(blocked(sender.account()));
    }
    Node item = iq.child("item").orElseThrow(() -> IqException.of(400));
    Jid jid = item.jid("jid").filter(Jid::isLid).orElseThrow(() -> IqException.of(400));
    boolean block =
        switch (item.attribute("action")) {
          case "block" -> true;
          case "unblock" -> false;
          default -> throw IqException.of(400);
        };
    Account peer = context.world().account(jid).orElseThrow(() -> IqException.of(404));
    boolean right =
        block
            ? item.jid("pn_jid").filter(peer.phoneNumberJid()::equals).isPresent()
            : !item.has("pn_jid");
    if (!right) {
      context.violations().add("blocklist-form", sender, item.toString());
      throw IqException.of(400);
    }
    change(sender, peer, block);
    return List.of(blocked(sender.account()));
  }

  /** A device blocks somebody or takes it back; the account's other devices are told. */
  public void change(Device by, Account peer, boolean block) {
    Account account = by.account();
    account.blocked().remove(peer.lidJid().toString());
    if (block) {
      account.blocked().add(peer.lidJid().toString());
    }
    context.world().touch();
    Node told =
        Node.of(
                "blocklist",
                Node.of("item")
                    .with("action", block ? "block" : "unblock")
                    .with("jid", peer.lidJid()))
            .with("action", "modify");
    account.devices().stream()
        .filter(device -> device != by && device.id() != 0)
        .forEach(
            device ->
                Notifications.push(
                    device, account.phoneNumberJid(), "account_sync", context.now(), told));
  }

  private static Node blocked(Account account) {
    List<Node> items =
        account.blocked().stream().map(lid -> Node.of("item").with("jid", lid)).toList();
    return Node.of("list").plus(items);
  }
}
