package dev.kubezap.simulator.iq;

import dev.kubezap.simulator.context.Notifications;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Digests;
import dev.kubezap.simulator.crypto.XEdDsa;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.strict.Violations;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.KeyBundle;
import dev.kubezap.simulator.world.SignedPreKey;
import dev.kubezap.simulator.world.World;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Signal keys: count, digest, upload, rotation, and the bundles of others. */
public final class EncryptIq implements IqHandler {
  private static final Bytes KEY_TYPE = Bytes.of((byte) 5);
  private static final int LOW = 5;

  private final World world;
  private final Violations violations;
  private final InstantSource clock;

  /** With the world whose keys it hands out. */
  public EncryptIq(World world, Violations violations, InstantSource clock) {
    this.world = world;
    this.violations = violations;
    this.clock = clock;
  }

  @Override
  public List<String> namespaces() {
    return List.of("encrypt");
  }

  @Override
  public List<Node> answer(Device sender, Node iq) {
    KeyBundle keys = sender.keys();
    if (iq.attribute("type").equals("get")) {
      if (iq.child("count").isPresent()) {
        return List.of(Node.of("count").with("value", keys.availableIds().size()));
      }
      if (iq.child("digest").isPresent()) {
        return List.of(digest(keys));
      }
      Node query = iq.child("key").orElseThrow(() -> IqException.of(400));
      List<Node> users = query.all("user").stream().map(user -> bundle(sender, user)).toList();
      return List.of(Node.of("list").plus(users));
    }
    if (iq.child("rotate").isPresent()) {
      Node skey = iq.child("rotate").get().child("skey").orElseThrow(() -> IqException.of(400));
      keys.rotate(signedPreKey(sender, skey));
      return List.of();
    }
    upload(sender, iq);
    return List.of();
  }

  private void upload(Device sender, Node iq) {
    KeyBundle keys = sender.keys();
    if (!iq.childData("identity").equals(keys.identity())) {
      violations.add("identity-changed", sender, "upload with another identity key");
      throw IqException.of(406);
    }
    if (iq.childData("registration").toNumber() != keys.registrationId()) {
      violations.add("registration-id-changed", sender, "upload with another registration id");
    }
    Node skey = iq.child("skey").orElseThrow(() -> IqException.of(400));
    keys.rotate(signedPreKey(sender, skey));
    Map<Integer, Bytes> added = new HashMap<>();
    for (Node key : iq.child("list").orElseThrow(() -> IqException.of(400)).all("key")) {
      Bytes id = key.childData("id");
      Bytes value = key.childData("value");
      if (id.size() != 3 || value.size() != 32) {
        violations.add("prekey-form", sender, "id " + id.size() + ", value " + value.size());
        throw IqException.of(406);
      }
      if (added.put((int) id.toNumber(), value) != null) {
        violations.add("prekey-uploaded-twice", sender, "id " + id.toNumber() + " in one upload");
      }
    }
    KeyBundle.Doubtful doubtful = keys.add(added);
    doubtful.reused().forEach(id -> violations.add("prekey-id-reused", sender, "id " + id));
    doubtful
        .renamed()
        .forEach(id -> violations.add("prekey-uploaded-twice", sender, "also as id " + id));
  }

  private SignedPreKey signedPreKey(Device sender, Node skey) {
    Bytes value = skey.childData("value");
    Bytes signature = skey.childData("signature");
    if (!XEdDsa.verify(sender.keys().identity(), Bytes.concat(KEY_TYPE, value), signature)) {
      violations.add("signed-prekey-signature", sender, "does not verify");
      throw IqException.of(406);
    }
    return new SignedPreKey((int) skey.childData("id").toNumber(), value, signature);
  }

  private static Node digest(KeyBundle keys) {
    if (keys.availableIds().isEmpty()) {
      throw IqException.of(404);
    }
    SignedPreKey signed = keys.signedPreKey();
    List<Bytes> hashed = new ArrayList<>(List.of(keys.identity(), signed.publicKey()));
    hashed.add(signed.signature());
    hashed.addAll(keys.available().values());
    Bytes hash = Digests.sha256(Bytes.concat(hashed.toArray(Bytes[]::new))).slice(0, 20);
    List<Node> ids =
        keys.availableIds().stream().map(id -> Node.of("id", Bytes.number(id, 3))).toList();
    return Node.of(
        "digest",
        Node.of("registration", Bytes.number(keys.registrationId(), 4)),
        Node.of("type", KEY_TYPE),
        Node.of("identity", keys.identity()),
        skey(signed),
        Node.of("list").plus(ids),
        Node.of("hash", hash));
  }

  private Node bundle(Device sender, Node user) {
    Jid jid = user.jid("jid").orElseThrow(() -> IqException.of(400));
    Node answer = Node.of("user").with("jid", jid);
    Device device = world.device(jid).orElse(null);
    if (device == null) {
      return answer.plus(IqException.of(404).toNode());
    }
    if (device == sender) {
      violations.add("own-keys-asked", sender, jid.toString());
    }
    KeyBundle keys = device.keys();
    answer =
        answer
            .with("t", clock.instant().getEpochSecond())
            .plus(
                Node.of("registration", Bytes.number(keys.registrationId(), 4)),
                Node.of("type", KEY_TYPE),
                Node.of("identity", keys.identity()),
                skey(keys.signedPreKey()));
    Map.Entry<Integer, Bytes> oneTime = keys.take().orElse(null);
    if (oneTime != null) {
      answer = answer.plus(key("key", oneTime.getKey(), oneTime.getValue()));
      if (keys.availableIds().size() == LOW - 1) {
        Notifications.preKeysLow(device, keys.availableIds().size(), clock.instant());
      }
    }
    return device.id() == 0
        ? answer
        : answer.plus(Node.of("device-identity", device.signedIdentity()));
  }

  private static Node skey(SignedPreKey signed) {
    return key("skey", signed.id(), signed.publicKey())
        .plus(Node.of("signature", signed.signature()));
  }

  private static Node key(String tag, int id, Bytes value) {
    return Node.of(tag, Node.of("id", Bytes.number(id, 3)), Node.of("value", value));
  }
}
