package dev.kubezap.simulator.call;

import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.PendingKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells companions of calls, and hears which they refuse. Called with the world's lock held. */
public final class CallDesk {
  private final ServerContext context;
  private final Map<String, Ringing> calls = new LinkedHashMap<>();

  /** A call that was begun. */
  private static final class Ringing {
    private final Account caller;
    private final Account callee;
    private final Jid creator;
    private final List<String> heard = new ArrayList<>();
    private boolean open = true;
    private boolean rejected;

    private Ringing(Account caller, Account callee, Jid creator) {
      this.caller = caller;
      this.callee = callee;
      this.creator = creator;
    }
  }

  /** Of a server. */
  public CallDesk(ServerContext context) {
    this.context = context;
  }

  /**
   * A phone calls another; answers the call's id.
   *
   * @param lidForm whether the caller is named by LID
   */
  public String call(Account caller, Account callee, boolean video, boolean lidForm) {
    String id = context.newId();
    Jid creator = lidForm ? caller.lidJid() : caller.phoneNumberJid();
    calls.put(id, new Ringing(caller, callee, creator));
    Node offer =
        Node.of("offer")
            .with("call-id", id)
            .with("call-creator", creator)
            .plus(Node.of("audio").with("enc", "opus").with("rate", "16000"));
    Node named = lidForm ? offer.with("caller_pn", caller.phoneNumberJid()) : offer;
    tell(id, video ? named.plus(Node.of("video").with("enc", "vp8")) : named);
    return id;
  }

  /** A call goes on elsewhere, or is over: {@code terminate} with a reason, or without. */
  public void end(String id, String reason) {
    Ringing call = require(id);
    call.open = false;
    tell(
        id,
        Node.of("terminate")
            .with("call-id", id)
            .with("call-creator", call.creator)
            .withNonEmpty("reason", reason));
  }

  private void tell(String id, Node signal) {
    Ringing call = require(id);
    for (Device device : call.callee.companions()) {
      String stanza = device.mailbox().newId(context.now());
      Jid from = call.creator;
      device
          .mailbox()
          .push(
              new PendingKey("call", stanza, from.toString(), ""),
              Node.of("call", signal)
                  .with("from", from)
                  .with("id", stanza)
                  .with("t", context.now().getEpochSecond())
                  .with("notify", call.caller.pushName()));
    }
  }

  private Ringing require(String id) {
    Ringing call = calls.get(id);
    if (call == null) {
      throw new IllegalArgumentException("There is no call " + id);
    }
    return call;
  }

  /** Whether a companion refused the call. */
  public boolean isRejected(String id) {
    return require(id).rejected;
  }

  /** Which devices let the caller hear that it rings. */
  public List<String> heard(String id) {
    return List.copyOf(require(id).heard);
  }

  /** A {@code call} of a companion: it may refuse one that rings. */
  public void accept(Device sender, Node stanza) {
    Optional<Node> reject = stanza.child("reject");
    String id = reject.map(node -> node.attribute("call-id")).orElse("");
    Ringing call = calls.get(id);
    if (call == null || reject.isEmpty() || !isOf(call, sender, stanza, reject.get())) {
      context.violations().add("call-form", sender, stanza.toString());
      return;
    }
    sender
        .mailbox()
        .send(
            Node.of("ack")
                .with("class", "call")
                .with("id", stanza.attribute("id"))
                .with("from", stanza.attribute("to"))
                .with("type", "reject"));
    if (call.open) {
      call.rejected = true;
      end(id, "rejected_elsewhere");
    }
  }

  private boolean isOf(Ringing call, Device sender, Node stanza, Node reject) {
    Optional<Account> to = stanza.jid("to").flatMap(context.world()::account);
    return stanza.has("id")
        && to.filter(call.caller::equals).isPresent()
        && reject.jid("call-creator").filter(call.creator::equals).isPresent()
        && reject.attribute("count").equals("0")
        && reject.children().isEmpty()
        && sender.account() == call.callee;
  }

  /** A receipt for an offer: the caller hears that it rings. */
  public void heard(Device sender, Node receipt) {
    String id = receipt.child("offer").map(offer -> offer.attribute("call-id")).orElse("");
    Ringing call = calls.get(id);
    if (call == null || !receipt.has("id") || !receipt.has("to")) {
      context.violations().add("receipt-form", sender, receipt.toString());
      return;
    }
    call.heard.add(sender.toString());
    sender
        .mailbox()
        .send(
            Node.of("ack")
                .with("class", "receipt")
                .with("id", receipt.attribute("id"))
                .with("from", receipt.attribute("to")));
  }
}
