package dev.kubezap.whatsapp.prekey;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.DeviceIdentity.SignedPreKeyRecord;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.signal.PreKey;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Keeps the server supplied with one-time prekeys: 812 at first, 50 more when fewer than 5 are left
 * (PROTOCOL.md 5 and 16).
 *
 * <p>Prekeys are stored before they are offered. Those whose upload was not confirmed are offered
 * again under the same ids, so that a crash in between costs nothing.
 */
public final class PreKeyUpload {
  /** How many the first upload offers. */
  public static final int FIRST = 812;

  /** How many later uploads offer. */
  public static final int MORE = 50;

  /** With fewer at the server, more are offered. */
  public static final int LOW = 5;

  private static final ByteString CURVE25519 = ByteString.copyFrom(new byte[] {5});

  private PreKeyUpload() {}

  /**
   * The stored supply.
   *
   * @param unconfirmed prekeys that are stored but may not be at the server
   */
  public record Supply(PreKeySupply state, List<PreKey> unconfirmed) {
    public Supply {
      unconfirmed = List.copyOf(unconfirmed);
    }
  }

  /**
   * An upload.
   *
   * @param changes store what it offers
   * @param query the upload itself
   */
  public record Upload(List<Change> changes, Node query) {
    public Upload {
      changes = List.copyOf(changes);
    }
  }

  /** Reads the supply. */
  public static Supply gather(StateReader state) {
    PreKeySupply supply = state.read(new PreKeySupplyKey()).orElse(PreKeySupply.NONE);
    List<PreKeyKey> keys =
        IntStream.range(supply.firstUnconfirmed(), supply.nextId())
            .mapToObj(PreKeyKey::new)
            .toList();
    List<PreKey> found =
        state.read(keys).values().stream()
            .map(PreKey.class::cast)
            .sorted(Comparator.comparingInt(PreKey::id))
            .toList();
    return new Supply(supply, found);
  }

  /** Asks how many prekeys the server has. */
  public static Node countQuery() {
    return query("get", Node.of("count"));
  }

  /** The number in the answer to {@link #countQuery}. */
  public static Optional<Integer> countIn(Node answer) {
    return answer.child("count").stream()
        .flatMapToLong(count -> count.number("value").stream())
        .mapToObj(value -> (int) Math.clamp(value, 0, Integer.MAX_VALUE))
        .findFirst();
  }

  /**
   * The upload that is due, if any.
   *
   * @param left how many the server has
   */
  public static Optional<Upload> due(
      int left, Supply supply, DeviceIdentity identity, RandomBytes random) {
    boolean signedIsKnown =
        supply.state().offeredSignedPreKey() == identity.signedPreKeys().getFirst().id();
    if (left >= LOW && signedIsKnown) {
      return Optional.empty();
    }
    boolean first = supply.state().offeredSignedPreKey() == 0;
    return Optional.of(upload(first ? FIRST : MORE, supply, identity, random));
  }

  private static Upload upload(
      int wanted, Supply supply, DeviceIdentity identity, RandomBytes random) {
    List<PreKey> offered = new ArrayList<>(supply.unconfirmed().stream().limit(wanted).toList());
    int missing = wanted - offered.size();
    PreKeySupply state = supply.state().withRoomFor(missing);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < missing; i++) {
      PreKey made = new PreKey(state.nextId() + i, Curve25519.generate(random));
      offered.add(made);
      changes.add(new Change.Put<>(new PreKeyKey(made.id()), made));
    }
    changes.add(new Change.Put<>(new PreKeySupplyKey(), state.made(missing)));
    return new Upload(changes, node(offered, identity));
  }

  /** What to store when the server confirmed an upload. */
  public static Change confirmed(Supply supply, DeviceIdentity identity) {
    return new Change.Put<>(
        new PreKeySupplyKey(), supply.state().confirmed(identity.signedPreKeys().getFirst().id()));
  }

  private static Node node(List<PreKey> offered, DeviceIdentity identity) {
    List<Node> keys =
        offered.stream()
            .map(
                preKey ->
                    Node.of(
                        "key",
                        Node.of("id", id(preKey.id())),
                        Node.of("value", preKey.keyPair().publicKey().bytes())))
            .toList();
    return query(
        "set",
        Node.of("registration", registrationId(identity.registrationId())),
        Node.of("type", CURVE25519),
        Node.of("identity", identity.identityKey().publicKey().bytes()),
        Node.of("list").withChildren(keys),
        signed(identity.signedPreKeys().getFirst()));
  }

  /** A signed prekey as it is offered. */
  static Node signed(SignedPreKeyRecord preKey) {
    return Node.of(
        "skey",
        Node.of("id", id(preKey.id())),
        Node.of("value", preKey.key().publicKey().bytes()),
        Node.of("signature", preKey.signature()));
  }

  /** A query about keys. */
  static Node query(String type, Node... content) {
    return Node.of("iq", content)
        .with("to", Jid.SERVICE)
        .with("type", type)
        .with("xmlns", "encrypt");
  }

  private static ByteString id(int number) {
    return registrationId(number).substring(1);
  }

  private static ByteString registrationId(int number) {
    return ByteString.copyFrom(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
  }
}
