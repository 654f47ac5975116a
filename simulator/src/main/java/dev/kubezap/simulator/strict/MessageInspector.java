package dev.kubezap.simulator.strict;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Digests;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.proto.AdvSignedDeviceIdentity;
import dev.kubezap.simulator.proto.SenderKeyMessage;
import dev.kubezap.simulator.signal.DecryptionException;
import dev.kubezap.simulator.signal.WireMessages;
import dev.kubezap.simulator.world.Device;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Looks at every ciphertext as far as a server can. Called with the world's lock held. */
public final class MessageInspector {
  private static final int MEMORY = 200_000;
  private static final int SIGNATURE = 64;
  private static final int SENDER_KEY_VERSION = 0x33;

  private final Violations violations;
  private final Map<Sent, Set<Bytes>> contents = bounded();
  private final Map<Key, Bytes> keys = bounded();
  private final Map<SenderKeyPlace, Bytes> senderKeys = bounded();
  private final Map<Sent, Integer> retriesAsked = new HashMap<>();

  /** With the list that it adds to. */
  public MessageInspector(Violations violations) {
    this.violations = violations;
  }

  private record Sent(String sender, String receiver, String id) {}

  private record Key(String sender, String receiver, Bytes ratchetKey, int counter) {}

  private record SenderKeyPlace(String sender, String group, int key, int iteration) {}

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MEMORY;
      }
    };
  }

  /** A receiver asked for a message again, so its content may change once. */
  public void retryAsked(Device sender, Device receiver, String id) {
    retriesAsked.merge(new Sent(sender.toString(), receiver.toString(), id), 1, Integer::sum);
  }

  /** An address that is no device: gone lately, or never there. */
  public void unknownDevice(Device sender, Jid jid) {
    if (jid.device() == 0) {
      violations.add("message-to-unknown-device", sender, jid.toString());
    }
  }

  /** One ciphertext of a message. */
  public void inspect(Device sender, Device receiver, Node message, Node enc) {
    String id = message.attribute("id");
    String type = enc.attribute("type");
    if (!enc.attribute("v").equals("2")) {
      violations.add("enc-version", sender, id + " v=" + enc.attribute("v"));
    }
    Bytes hash = Digests.sha256(enc.content());
    Sent sent = new Sent(sender.toString(), receiver.toString(), id);
    if (isOther(sent, hash) && !answersRetry(sent)) {
      violations.add("message-id-reused", sender, id + " for " + receiver + " with other content");
    }
    try {
      switch (type) {
        case "msg" -> messageKey(sender, receiver, id, WireMessages.parse(enc.content()), hash);
        case "pkmsg" -> {
          WireMessages.ParsedPreKey parsed = WireMessages.parsePreKey(enc.content());
          preKey(sender, receiver, message, parsed);
          Bytes inner = Digests.sha256(parsed.message());
          messageKey(sender, receiver, id, WireMessages.parse(parsed.message()), inner);
        }
        default -> violations.add("enc-type", sender, id + " type=" + type);
      }
    } catch (DecryptionException e) {
      violations.add("enc-form", sender, id + ": " + e.getMessage());
    }
  }

  /**
   * The ciphertext of a message to a group, which is the same for all: it is signed, and no place
   * of a sender's chain is used for two messages.
   */
  public void senderKey(Device sender, Jid group, String id, Node enc) {
    if (!enc.attribute("v").equals("2")) {
      violations.add("enc-version", sender, id + " v=" + enc.attribute("v"));
    }
    Bytes hash = Digests.sha256(enc.content());
    Sent sent = new Sent(sender.toString(), group.toString(), id);
    if (isOther(sent, hash)) {
      violations.add("message-id-reused", sender, id + " for " + group + " with other content");
    }
    Bytes content = enc.content();
    if (content.size() < 1 + SIGNATURE || content.at(0) != SENDER_KEY_VERSION) {
      violations.add("enc-form", sender, id + ": no message of a sender key");
      return;
    }
    try {
      SenderKeyMessage parsed =
          SenderKeyMessage.parseFrom(content.slice(1, content.size() - SIGNATURE).toArray());
      SenderKeyPlace place =
          new SenderKeyPlace(
              sender.toString(), group.toString(), parsed.getId(), parsed.getIteration());
      Bytes used = senderKeys.put(place, hash);
      if (used != null && !used.equals(hash)) {
        violations.add("message-key-reused", sender, id + " of " + place);
      }
    } catch (InvalidProtocolBufferException e) {
      violations.add("enc-form", sender, id + ": no message of a sender key");
    }
  }

  /**
   * Whether something else went out under this id before. A message whose acknowledgement was lost
   * goes out again with its first bytes, even after a device that asked was answered with others.
   */
  private boolean isOther(Sent sent, Bytes hash) {
    Set<Bytes> before = contents.computeIfAbsent(sent, _ -> new HashSet<>(2));
    return before.add(hash) && before.size() > 1;
  }

  private boolean answersRetry(Sent sent) {
    Integer asked = retriesAsked.remove(sent);
    if (asked != null && asked > 1) {
      retriesAsked.put(sent, asked - 1);
    }
    return asked != null;
  }

  private void messageKey(
      Device sender, Device receiver, String id, WireMessages.Parsed message, Bytes hash) {
    Key key =
        new Key(sender.toString(), receiver.toString(), message.ratchetKey(), message.counter());
    Bytes before = keys.put(key, hash);
    if (before != null && !before.equals(hash)) {
      violations.add(
          "message-key-reused", sender, id + " for " + receiver + " counter " + message.counter());
    }
  }

  private void preKey(
      Device sender, Device receiver, Node message, WireMessages.ParsedPreKey parsed) {
    String id = message.attribute("id");
    if (!parsed.identity().equals(sender.keys().identity())) {
      violations.add("pkmsg-identity", sender, id + " has another identity key");
    }
    if (parsed.registrationId() != sender.keys().registrationId()) {
      violations.add("pkmsg-registration-id", sender, id);
    }
    if (parsed.preKeyId() != 0 && !receiver.keys().wasHandedOut(parsed.preKeyId())) {
      violations.add("pkmsg-prekey", sender, id + " uses prekey " + parsed.preKeyId());
    }
    if (sender.id() == 0) {
      return;
    }
    Bytes identity = message.childData("device-identity");
    if (identity.size() == 0) {
      violations.add("device-identity-missing", sender, id + " has a pkmsg without it");
    } else if (!sameIdentity(identity, sender.signedIdentity())) {
      violations.add("device-identity-wrong", sender, id);
    }
  }

  private static boolean sameIdentity(Bytes a, Bytes b) {
    try {
      return Objects.equals(
          AdvSignedDeviceIdentity.parseFrom(a.toArray()),
          AdvSignedDeviceIdentity.parseFrom(b.toArray()));
    } catch (InvalidProtocolBufferException e) {
      return Arrays.equals(a.toArray(), b.toArray());
    }
  }
}
