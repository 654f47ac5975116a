package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.OWN_LID;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;

import dev.kubezap.whatsapp.crypto.InvalidKeyException;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.signal.Encrypted;
import dev.kubezap.whatsapp.signal.LocalIdentity;
import dev.kubezap.whatsapp.signal.MessagePadding;
import dev.kubezap.whatsapp.signal.SessionCipher;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.signal.X3dh;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A device of ours to which our phone, or another device of this account, says something. */
final class ToldByPhone {
  static final Node RECEIPT =
      Node.of("receipt").with("to", OWN).with("id", "P1").with("type", "peer_msg");

  private final Party device =
      new Party(OWN.user(), OWN_LID.user(), 7, 31, _ -> new Reply.Missing());
  final MemoryStore store = device.store;

  /** What is decided about a message from the phone. */
  Outcome told(Message message) {
    return told(message, OWN);
  }

  /** The same about one from another device of this account. */
  Outcome told(Message message, Jid by) {
    return told(message, stanza(by).with("category", "peer"));
  }

  /** A stanza from a device of this account. */
  static Node stanza(Jid by) {
    return Node.of("message").with("from", by).with("id", "P1").with("t", NOW.getEpochSecond());
  }

  /** Encrypted in a new session. */
  Outcome told(Message message, Node empty) {
    try {
      Encrypted encrypted =
          SessionCipher.encrypt(
              X3dh.initiate(
                  new LocalIdentity(DEVICE.identityKey(), 5),
                  PreKeyBundles.bundle(device.bundle(OWN)),
                  Optional.empty(),
                  new SeededBytes(17)),
              MessagePadding.pad(message.toByteString(), new SeededBytes(3)));
      Node stanza =
          empty.withChildren(
              Node.of("enc", encrypted.bytes()).with("type", encrypted.type().wireName()));
      return followed(
          decide(new ReceiveMessage(new TestPreKeys()), stanza, store, online(device.identity)));
    } catch (SignalException | MalformedStanzaException | InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  /** What is decided together with all that follows; only that is stored. */
  private Outcome followed(Outcome outcome) {
    Outcome.Builder all = Outcome.builder().changes(outcome.changes());
    List<Outcome> following = new ArrayList<>();
    for (Effect effect : outcome.effects()) {
      if (effect instanceof Effect.Enqueue(PlaceholderResend.Told told)) {
        Outcome next = decide(new PlaceholderResend(), told, store, online(device.identity));
        store(store, next.changes());
        following.add(next);
      } else {
        all.effect(effect);
      }
    }
    following.forEach(all::add);
    return all.build();
  }

  /** A message of the protocol alone. */
  static Message protocol(ProtocolMessage.Builder protocol) {
    return Message.newBuilder().setProtocolMessage(protocol).build();
  }
}
