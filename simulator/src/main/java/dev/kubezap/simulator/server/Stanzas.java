package dev.kubezap.simulator.server;

import dev.kubezap.simulator.call.CallDesk;
import dev.kubezap.simulator.channel.Channels;
import dev.kubezap.simulator.context.Notifications;
import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultSite;
import dev.kubezap.simulator.group.Groups;
import dev.kubezap.simulator.iq.IqException;
import dev.kubezap.simulator.iq.IqRouter;
import dev.kubezap.simulator.message.AcceptedMessages;
import dev.kubezap.simulator.message.Acks;
import dev.kubezap.simulator.message.Fanout;
import dev.kubezap.simulator.message.Receipts;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.pairing.PairingDesk;
import dev.kubezap.simulator.pairing.PasskeyDesk;
import dev.kubezap.simulator.pairing.Registration;
import dev.kubezap.simulator.presence.PresenceDesk;
import dev.kubezap.simulator.strict.MessageInspector;
import dev.kubezap.simulator.strict.Violations;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.Mailbox;
import dev.kubezap.simulator.world.World;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends every stanza to whoever handles its kind. Called with the world's lock held. */
public final class Stanzas {
  private final ServerContext context;
  private final PairingDesk desk;
  private final IqRouter iqs;
  private final DeviceEvents events;
  private final PresenceDesk presences;
  private final CallDesk calls;
  private final Fanout fanout;
  private final Receipts receipts;
  private final Acks acks;

  Stanzas(
      ServerContext context,
      PairingDesk desk,
      IqRouter iqs,
      AcceptedMessages accepted,
      Groups groups,
      Channels channels,
      PresenceDesk presences,
      CallDesk calls,
      DeviceEvents events) {
    this.context = context;
    this.desk = desk;
    this.iqs = iqs;
    this.events = events;
    this.presences = presences;
    this.calls = calls;
    World world = context.world();
    Violations violations = context.violations();
    MessageInspector inspector = new MessageInspector(violations);
    fanout = new Fanout(world, groups, channels, accepted, violations, inspector, context.clock());
    receipts = new Receipts(world, groups, accepted, violations, inspector, context.clock());
    acks = new Acks(world, accepted, violations, context.clock());
  }

  /** A stanza of a device, be it a companion or a phone. */
  public void handle(Device sender, Node stanza) {
    context.world().touch();
    switch (stanza.tag()) {
      case "iq" -> iq(sender, stanza);
      case "ib" ->
          stanza.child("offline_batch").ifPresent(batch -> sender.mailbox().pull(count(batch)));
      case "message" -> message(sender, stanza);
      case "receipt" -> {
        if (stanza.child("offer").isPresent()) {
          calls.heard(sender, stanza);
        } else {
          receipts.accept(sender, stanza);
        }
      }
      case "call" -> calls.accept(sender, stanza);
      case "ack" -> acks.accept(sender, stanza);
      case "presence" -> presences.presence(sender, stanza);
      case "chatstate" -> presences.chatState(sender, stanza);
      default -> context.violations().add("unknown-stanza", sender, stanza.toString());
    }
  }

  private void message(Device sender, Node stanza) {
    if (rejection(FaultPoint.MESSAGE, sender, stanza) instanceof FaultAction.Reject reject) {
      Map<String, String> attributes = reject.attributes();
      fanout.accept(sender, stanza, reject.error(), attributes == null ? Map.of() : attributes);
    } else {
      fanout.accept(sender, stanza, 0, Map.of());
    }
  }

  /** Faults are for companions: a phone is part of the simulator. */
  private @Nullable FaultAction rejection(FaultPoint point, Device sender, Node stanza) {
    if (sender.id() == 0) {
      return null;
    }
    FaultSite site = new FaultSite(point, 0, sender.account().phoneNumber(), sender.id(), stanza);
    return context.faults().at(site).orElse(null);
  }

  private void iq(Device sender, Node iq) {
    String type = iq.attribute("type");
    if (type.equals("result") || type.equals("error")) {
      return;
    }
    Mailbox mailbox = sender.mailbox();
    if (rejection(FaultPoint.IQ, sender, iq) instanceof FaultAction.Reject reject) {
      Node error = IqException.of(reject.error()).toNode();
      mailbox.send(IqRouter.result(iq).with("type", "error").plus(error));
      return;
    }
    mailbox.send(iqs.answer(sender, iq));
    if (iq.attribute("xmlns").equals("passive") && iq.child("active").isPresent()) {
      mailbox.activate();
      if (sender.loggedIn() == 0) {
        events.firstLogin(sender);
      }
    }
  }

  /** A phone tells one of its companions where a file is. */
  public void tellFile(Device companion, String messageId, List<Node> told) {
    Notifications.mediaRetry(companion, messageId, told, context.now());
  }

  /** The answer to a request, for phones, which need no connection. */
  public Node query(Device sender, Node iq) {
    return iqs.answer(sender, iq);
  }

  /** A stanza of a companion that is not linked yet. */
  void handleUnlinked(Registration registration, Node stanza) {
    String type = stanza.attribute("type");
    switch (stanza.tag()) {
      case "iq" -> {
        if (type.equals("result") || type.equals("error")) {
          desk.answered(registration.link(), stanza);
        } else {
          registration.link().deliver(answerUnlinked(registration, stanza));
        }
      }
      case "ib", "ack", "presence" -> {}
      default ->
          context.violations().add("stanza-before-login", registration.link(), stanza.toString());
    }
  }

  private Node answerUnlinked(Registration registration, Node iq) {
    Node result = IqRouter.result(iq);
    try {
      return switch (iq.attribute("xmlns")) {
        case "w:p", "w:stats" -> result;
        case "md" ->
            PasskeyDesk.wants(iq)
                ? desk.passkeys().request(registration, iq).map(result::plus).orElse(result)
                : result.plus(pairingRequest(registration, iq));
        default -> throw IqException.of(405);
      };
    } catch (IqException e) {
      return result.with("type", "error").plus(e.toNode());
    }
  }

  private Node pairingRequest(Registration registration, Node iq) {
    if (iq.child("passkey_request_options").isPresent()) {
      return desk.passkeys().options(registration.link());
    }
    Node request = iq.child("link_code_companion_reg").orElseThrow(() -> IqException.of(400));
    return desk.linkCodes().request(registration, request);
  }

  private static int count(Node batch) {
    String count = batch.attribute("count");
    return count.matches("[0-9]{1,6}") ? Integer.parseInt(count) : 0;
  }
}
