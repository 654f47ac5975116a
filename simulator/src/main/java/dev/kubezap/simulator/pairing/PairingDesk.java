package dev.kubezap.simulator.pairing;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.context.Notifications;
import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.KeyPair;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.proto.AdvSignedDeviceIdentity;
import dev.kubezap.simulator.proto.ClientPairingProps;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.DeviceLink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Links companions: hands out refs, offers signed identities, takes the companions' signatures.
 * Called with the world's lock held.
 */
public final class PairingDesk {
  private static final int REFS = 6;
  private static final int REF_SIZE = 24;
  private static final Duration SIGNING_TIME = Duration.ofSeconds(60);

  private final ServerContext context;
  private final LinkCodes linkCodes;
  private final PasskeyDesk passkeys;
  private final Map<String, Registration> byRef = new HashMap<>();
  private final Map<DeviceLink, Registration> open = new HashMap<>();
  private final Map<DeviceLink, String> pairDeviceIds = new HashMap<>();
  private final Map<DeviceLink, Offer> offers = new HashMap<>();

  /** A desk of a server. */
  public PairingDesk(ServerContext context) {
    this.context = context;
    linkCodes = new LinkCodes(context, this);
    passkeys = new PasskeyDesk(context, this);
  }

  private record Offer(
      String id,
      Account account,
      Account.Slot slot,
      AdvSignedDeviceIdentity identity,
      Registration registration,
      CompletableFuture<Device> linked) {}

  /** Links by codes instead. */
  public LinkCodes linkCodes() {
    return linkCodes;
  }

  /** Links of accounts that demand a passkey. */
  public PasskeyDesk passkeys() {
    return passkeys;
  }

  /** A companion connected: it gets six refs, and is closed when none has been used. */
  public void open(Registration registration) {
    DeviceLink link = registration.link();
    open.put(link, registration);
    List<Node> refs = new ArrayList<>();
    for (int i = 0; i < REFS; i++) {
      String ref = "2@" + context.randomBytes(REF_SIZE).toBase64();
      byRef.put(ref, registration);
      refs.add(Node.of("ref", Bytes.utf8(ref)));
    }
    String id = context.newId();
    pairDeviceIds.put(link, id);
    link.deliver(
        Node.of("iq", Node.of("pair-device").plus(refs))
            .with("from", Jid.SERVER)
            .with("type", "set")
            .with("id", id)
            .with("xmlns", "md"));
    Duration validity = context.settings().qrValidity();
    context.after(
        validity,
        () -> {
          if (open.containsKey(link) && !offers.containsKey(link)) {
            if (pairDeviceIds.containsKey(link)) {
              context.violations().add("pair-device-unanswered", link, "in " + validity);
            }
            if (!linkCodes.isLive(link)) {
              link.end(Node.of("xmlstreamend"));
            }
          }
        });
  }

  /** The connection ended. */
  public void close(DeviceLink link) {
    open.remove(link);
    pairDeviceIds.remove(link);
    byRef.values().removeIf(registration -> registration.link().equals(link));
    linkCodes.close(link);
    passkeys.close(link);
    Offer offer = offers.remove(link);
    if (offer != null) {
      offer.linked.completeExceptionally(
          new PairingException("The companion disconnected before it signed its identity"));
    }
  }

  /** The companion that shows a QR code; throws when there is none or it shows other keys. */
  public Registration scan(QrCode code) {
    Registration registration = byRef.get(code.ref());
    if (registration == null) {
      throw new PairingException("The QR code has expired: scan the one that is shown now");
    }
    if (!registration.noiseKey().equals(code.noiseKey())
        || !registration.keys().identity().equals(code.identityKey())) {
      context
          .violations()
          .add("qr-keys", registration.link(), "the code has other keys than the connection");
      throw new PairingException("The QR code has other keys than the companion's connection");
    }
    return registration;
  }

  /**
   * Offers a companion a signed identity, or demands a passkey first. The future ends when the
   * companion has signed it too, and fails when it refuses.
   *
   * @throws PairingException when it cannot be linked, or not before a passkey is proved; it is
   *     linked without anybody's doing then
   */
  public CompletableFuture<Device> offer(
      Registration registration, Account account, KeyPair identityKey, Bytes advSecret) {
    DeviceLink link = registration.link();
    if (offers.containsKey(link)) {
      throw new PairingException("The companion is being linked already");
    }
    if (account.companions().size() >= context.settings().maxCompanions()) {
      throw new PairingException("An account has at most 4 companions: log one out first");
    }
    if (account.passkeyRequired()) {
      passkeys.demand(registration, account, identityKey, advSecret);
      throw new PairingException("The account demands a passkey from new companions");
    }
    return proved(registration, account, identityKey, advSecret);
  }

  /** Offers a companion a signed identity, whatever its account demands. */
  CompletableFuture<Device> proved(
      Registration registration, Account account, KeyPair identityKey, Bytes advSecret) {
    DeviceLink link = registration.link();
    boolean hosted = context.settings().hostedDevices();
    Account.Slot slot = account.reserveSlot();
    AdvSignedDeviceIdentity identity =
        IdentitySigner.sign(
            identityKey,
            account.rawId(),
            slot.keyIndex(),
            hosted,
            registration.keys().identity(),
            context.now(),
            context.random());
    String id = context.newId();
    CompletableFuture<Device> linked = new CompletableFuture<>();
    Offer offer = new Offer(id, account, slot, identity, registration, linked);
    offers.put(link, offer);
    Bytes signed = IdentitySigner.authenticate(identity, hosted, advSecret);
    link.deliver(pairSuccess(offer, signed));
    context.after(
        SIGNING_TIME,
        () -> {
          if (offers.remove(link, offer)) {
            context.violations().add("pair-success-unanswered", link, "in " + SIGNING_TIME);
            linked.completeExceptionally(
                new PairingException("The companion did not answer within " + SIGNING_TIME));
          }
        });
    return linked;
  }

  private Node pairSuccess(Offer offer, Bytes signed) {
    Account account = offer.account;
    ClientPairingProps properties =
        ClientPairingProps.newBuilder()
            .setIsChatDbLidMigrated(account.addressing() != Addressing.PHONE_NUMBER)
            .build();
    Node success =
        Node.of(
            "pair-success",
            Node.of("device-identity", signed),
            Node.of("device")
                .with("jid", Jid.phoneNumber(account.phoneNumber(), offer.slot.device()))
                .with("lid", Jid.lid(account.lid(), offer.slot.device())),
            Node.of("platform").with("name", "android"),
            Node.of("client-props", Bytes.of(properties.toByteString())));
    return Node.of("iq", success)
        .with("from", Jid.SERVER)
        .with("type", "set")
        .with("id", offer.id)
        .with("t", context.now().getEpochSecond())
        .with("xmlns", "md");
  }

  /** An iq of type result or error from a companion that is not linked yet. */
  public void answered(DeviceLink link, Node iq) {
    String id = iq.attribute("id");
    if (pairDeviceIds.remove(link, id)) {
      return;
    }
    Offer offer = offers.get(link);
    if (offer == null || !offer.id.equals(id)) {
      context.violations().add("iq-answer-unexpected", link, iq.toString());
      return;
    }
    offers.remove(link);
    if (iq.attribute("type").equals("error")) {
      offer.linked.completeExceptionally(
          new PairingException("The companion refused the identity: " + iq.children()));
      return;
    }
    Optional<Device> device = complete(offer, iq);
    if (device.isEmpty()) {
      context.violations().add("pair-device-sign", link, "the signature does not verify");
      offer.linked.completeExceptionally(
          new PairingException("The companion's signature does not verify"));
      link.end(Node.of("stream:error").with("code", 500));
      return;
    }
    context.changed(device.get(), true);
    link.end(Node.of("stream:error").with("code", 515));
    offer.linked.complete(device.get());
  }

  private Optional<Device> complete(Offer offer, Node iq) {
    Node identity =
        iq.child("pair-device-sign")
            .flatMap(sign -> sign.child("device-identity"))
            .orElse(Node.of("device-identity"));
    try {
      AdvSignedDeviceIdentity signed =
          AdvSignedDeviceIdentity.parseFrom(identity.content().toArray());
      Bytes companion = offer.registration.keys().identity();
      Bytes signature = Bytes.of(signed.getDeviceSignature());
      if (!identity.attribute("key-index").equals(Integer.toString(offer.slot.keyIndex()))
          || signed.hasAccountSignatureKey()
          || !signed.getDetails().equals(offer.identity.getDetails())
          || !IdentitySigner.completes(offer.identity, companion, signature)) {
        return Optional.empty();
      }
      AdvSignedDeviceIdentity complete =
          offer.identity.toBuilder().setDeviceSignature(signature.toProto()).build();
      return Optional.of(
          offer.account.addCompanion(
              offer.slot,
              offer.registration.noiseKey(),
              Bytes.of(complete.toByteString()),
              offer.registration.keys()));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  /** Tells every registered connection something, such as that it must make a new QR code. */
  public void notifyOpen(String type, Node... children) {
    open.keySet()
        .forEach(
            link ->
                link.deliver(
                    Notifications.stanza(Jid.SERVER, type, context.newId(), context.now())
                        .plus(children)));
  }

  /** The connections that are not linked yet. */
  public List<Registration> registrations() {
    return List.copyOf(open.values());
  }
}
