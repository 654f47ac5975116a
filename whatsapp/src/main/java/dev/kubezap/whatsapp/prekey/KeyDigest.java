package dev.kubezap.whatsapp.prekey;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import java.util.List;
import java.util.Optional;

/**
 * What the server says that it has of this device's keys. Its hash is not looked at: what it covers
 * is not known for sure.
 *
 * @param preKeyIds the one-time prekeys that nobody has fetched
 */
public record KeyDigest(
    int registrationId, ByteString identity, int signedPreKeyId, List<Integer> preKeyIds) {
  public KeyDigest {
    preKeyIds = List.copyOf(preKeyIds);
  }

  /** Asks for it. */
  public static Node query() {
    return PreKeyUpload.query("get", Node.of("digest"));
  }

  /** Reads the answer; empty when it is malformed. */
  public static Optional<KeyDigest> in(Node iq) {
    return iq.child("digest")
        .flatMap(
            digest -> {
              Optional<Integer> registration = number(digest, "registration");
              Optional<ByteString> identity = digest.child("identity").flatMap(Node::bytes);
              Optional<Integer> signed = digest.child("skey").flatMap(key -> number(key, "id"));
              if (registration.isEmpty() || identity.isEmpty() || signed.isEmpty()) {
                return Optional.empty();
              }
              List<Integer> ids =
                  digest.child("list").map(list -> list.children("id")).orElse(List.of()).stream()
                      .flatMap((Node id) -> id.bytes().stream())
                      .map(KeyDigest::number)
                      .toList();
              return Optional.of(
                  new KeyDigest(registration.get(), identity.get(), signed.get(), ids));
            });
  }

  /** Whether these are the long-lived keys of this device. */
  public boolean isOf(DeviceIdentity device) {
    return registrationId == device.registrationId()
        && identity.equals(device.identityKey().publicKey().bytes())
        && signedPreKeyId == device.signedPreKeys().getFirst().id();
  }

  /**
   * Whether the server has prekeys under ids that come next here, and so were made by a state that
   * was lost. Ids further off are left over from before a leap.
   */
  public boolean isAheadOf(PreKeySupply supply) {
    return preKeyIds.stream()
        .anyMatch(id -> id >= supply.nextId() && id < supply.nextId() + RestoredKeys.LEAST_LEAP);
  }

  private static Optional<Integer> number(Node parent, String child) {
    return parent.child(child).flatMap(Node::bytes).map(KeyDigest::number);
  }

  private static int number(ByteString bigEndian) {
    int value = 0;
    for (byte one : bigEndian) {
      value = (value << 8) | (one & 0xFF);
    }
    return value;
  }
}
