package dev.kubezap.whatsapp.device;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.InvalidKeyException;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.signal.PreKeyBundle;
import dev.kubezap.whatsapp.signal.RemoteIdentityKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of other devices that a first message to them needs (PROTOCOL 8, encrypt). */
public final class PreKeyBundles {

  /** More devices than this are asked for in several queries. */
  public static final int MAXIMUM_PER_QUERY = 200;

  private PreKeyBundles() {}

  /** What the server gave for one device. */
  public sealed interface Fetched {

    /** Its keys. */
    record Bundle(PreKeyBundle bundle) implements Fetched {}

    /** It has none, or what came is malformed: the device is left out of this message. */
    record None(String reason) implements Fetched {}
  }

  /** Asks for the bundles of devices, at most {@link #MAXIMUM_PER_QUERY}. */
  public static Node query(Collection<Jid> devices) {
    List<Node> users = devices.stream().map(jid -> Node.of("user").with("jid", jid)).toList();
    return Node.of("iq")
        .with("to", Jid.SERVICE)
        .with("type", "get")
        .with("xmlns", "encrypt")
        .withChildren(Node.of("key").withChildren(users));
  }

  /** Reads the answer; devices that it does not mention are absent. */
  public static Map<Jid, Fetched> read(Node iq) {
    Map<Jid, Fetched> fetched = new LinkedHashMap<>();
    for (Node user : iq.child("list").map(list -> list.children("user")).orElse(List.of())) {
      user.jid("jid").ifPresent(device -> fetched.put(device, one(user)));
    }
    return fetched;
  }

  private static Fetched one(Node user) {
    Optional<Node> error = user.child("error");
    if (error.isPresent()) {
      return new Fetched.None("error " + error.get().attribute("code").orElse("without code"));
    }
    try {
      return new Fetched.Bundle(bundle(user));
    } catch (MalformedStanzaException | InvalidKeyException e) {
      return new Fetched.None("malformed bundle: " + e.getMessage());
    }
  }

  /**
   * The bundle in a {@code <user>} of an answer, or in the {@code <keys>} of a retry receipt with
   * the registration id beside it.
   */
  public static PreKeyBundle bundle(Node holder)
      throws MalformedStanzaException, InvalidKeyException {
    return bundle(holder, holder.requiredChild("registration").requiredBytes(4));
  }

  /** The bundle in a node, with a registration id that stands elsewhere. */
  public static PreKeyBundle bundle(Node holder, ByteString registration)
      throws MalformedStanzaException, InvalidKeyException {
    Node signed = holder.requiredChild("skey");
    Optional<Node> oneTime = holder.child("key");
    Optional<PreKeyBundle.OneTime> preKey = Optional.empty();
    if (oneTime.isPresent()) {
      preKey =
          Optional.of(
              new PreKeyBundle.OneTime(
                  number(oneTime.get().requiredChild("id").requiredBytes(3)),
                  PublicKey.parse(oneTime.get().requiredChild("value").requiredBytes())));
    }
    return new PreKeyBundle(
        number(registration),
        new RemoteIdentityKey(PublicKey.parse(holder.requiredChild("identity").requiredBytes())),
        new PreKeyBundle.Signed(
            number(signed.requiredChild("id").requiredBytes(3)),
            PublicKey.parse(signed.requiredChild("value").requiredBytes()),
            signed.requiredChild("signature").requiredBytes(64)),
        preKey);
  }

  private static int number(ByteString bigEndian) {
    int value = 0;
    for (int i = 0; i < bigEndian.size(); i++) {
      value = (value << 8) | (bigEndian.byteAt(i) & 0xFF);
    }
    return value;
  }
}
