package dev.kubezap.simulator.pairing;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.context.Notifications;
import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.crypto.AesGcm;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Curve25519;
import dev.kubezap.simulator.crypto.Digests;
import dev.kubezap.simulator.crypto.InvalidCiphertextException;
import dev.kubezap.simulator.crypto.KeyPair;
import dev.kubezap.simulator.iq.IqException;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.proto.CompanionEphemeralIdentity;
import dev.kubezap.simulator.proto.EncryptedPairingRequest;
import dev.kubezap.simulator.proto.PairingRequest;
import dev.kubezap.simulator.proto.PrimaryEphemeralIdentity;
import dev.kubezap.simulator.proto.ProloguePayload;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.DeviceLink;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Links companions of accounts that demand a passkey: the server that verifies the assertion, and
 * the phone that answers (PROTOCOL-2026 1). Called with the world's lock held.
 */
public final class PasskeyDesk {
  private static final String HANDOFF_INFO = "shortcake-passkey-handoff-v1";
  private static final String REQUEST_INFO = "Pairing Information Encryption Key";
  private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTVWXYZ";
  private static final int NONCE = 32;
  private static final int CODE_BYTES = 5;

  private final ServerContext context;
  private final PairingDesk desk;
  private final Map<DeviceLink, Exchange> exchanges = new HashMap<>();
  private final Map<Account, PasskeyAuthenticator> passkeys = new HashMap<>();

  PasskeyDesk(ServerContext context, PairingDesk desk) {
    this.context = context;
    this.desk = desk;
  }

  private static final class Exchange {
    final Registration registration;
    final Account account;
    final KeyPair identityKey;
    final Bytes scannedSecret;
    final String challenge;
    final KeyPair ephemeral;
    final Bytes nonce;
    String ref = "";
    Bytes identity = Bytes.EMPTY;
    Bytes commitment = Bytes.EMPTY;
    boolean handoff;
    boolean kept;
    @Nullable String code;

    Exchange(
        Registration registration,
        Account account,
        KeyPair identityKey,
        Bytes scannedSecret,
        String challenge,
        KeyPair ephemeral,
        Bytes nonce) {
      this.registration = registration;
      this.account = account;
      this.identityKey = identityKey;
      this.scannedSecret = scannedSecret;
      this.challenge = challenge;
      this.ephemeral = ephemeral;
      this.nonce = nonce;
    }
  }

  /** The passkey of an account. */
  public PasskeyAuthenticator passkey(Account account) {
    return passkeys.computeIfAbsent(account, _ -> new PasskeyAuthenticator(context.random()));
  }

  /** The code that the phone of an account shows, when it has to be compared. */
  public Optional<String> code(Account account) {
    return exchanges.values().stream()
        .filter(exchange -> exchange.account.equals(account) && exchange.code != null)
        .map(exchange -> exchange.code)
        .findFirst();
  }

  /** A phone has seen a companion's code, but its account demands a passkey. */
  void demand(Registration registration, Account account, KeyPair identityKey, Bytes advSecret) {
    String challenge =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(context.randomBytes(NONCE).toArray());
    exchanges.put(
        registration.link(),
        new Exchange(
            registration,
            account,
            identityKey,
            advSecret,
            challenge,
            Curve25519.generate(context.random()),
            context.randomBytes(NONCE)));
    notify(registration.link(), "passkey_prologue_request", PasskeyOptions.node(challenge));
  }

  /** Whether this is a request of such a companion. */
  public static boolean wants(Node iq) {
    return iq.child("ref").isPresent()
        || iq.child("passkey_prologue").isPresent()
        || iq.child("companion_nonce").isPresent()
        || iq.child("encrypted_pairing_request").isPresent();
  }

  /** Answers a companion's request of namespace md. */
  public Optional<Node> request(Registration registration, Node iq) {
    Exchange exchange = exchanges.get(registration.link());
    if (exchange == null) {
      throw IqException.of(400);
    }
    if (iq.child("ref").isPresent()) {
      exchange.ref = "3@" + context.randomBytes(24).toBase64();
      return Optional.of(Node.of("ref", Bytes.utf8(exchange.ref)));
    }
    Optional<Node> prologue = iq.child("passkey_prologue");
    try {
      if (prologue.isPresent()) {
        prologue(exchange, prologue.get());
      } else if (iq.child("companion_nonce").isPresent()) {
        nonce(exchange, iq.childData("companion_nonce"));
      } else {
        complete(exchange, iq.childData("encrypted_pairing_request"));
      }
    } catch (InvalidProtocolBufferException
        | InvalidCiphertextException
        | IllegalArgumentException e) {
      throw wrong(exchange, e.getMessage());
    }
    return Optional.empty();
  }

  private void prologue(Exchange exchange, Node prologue) throws InvalidProtocolBufferException {
    Bytes encoded = prologue.childData("prologue_payload");
    ProloguePayload payload = ProloguePayload.parseFrom(encoded.toArray());
    Bytes identity = Bytes.of(payload.getCompanionEphemeralIdentity());
    CompanionEphemeralIdentity companion = CompanionEphemeralIdentity.parseFrom(identity.toArray());
    if (!companion.getRef().equals(exchange.ref)
        || companion.getPublicKey().size() != NONCE
        || companion.getDeviceType() == 0
        || payload.getCommitment().getHash().size() != NONCE) {
      throw wrong(exchange, "the prologue is not of this exchange");
    }
    if (!passkey(exchange.account)
        .verifies(
            prologue.childData("credential_id"),
            prologue.childData("webauthn_assertion").toUtf8(),
            exchange.challenge)) {
      throw IqException.of(403);
    }
    exchange.identity = identity;
    exchange.commitment = Bytes.of(payload.getCommitment().getHash());
    exchange.handoff =
        prologue
            .child("pairing_handoff_proof")
            .filter(
                proof ->
                    proof
                        .content()
                        .equals(
                            Digests.hmac(
                                Digests.hkdf(exchange.scannedSecret, HANDOFF_INFO, NONCE),
                                encoded)))
            .isPresent();
    if (!exchange.handoff && prologue.child("pairing_handoff_proof").isPresent()) {
      throw wrong(exchange, "the handoff proof is made with another secret");
    }
    PrimaryEphemeralIdentity phone =
        PrimaryEphemeralIdentity.newBuilder()
            .setPublicKey(exchange.ephemeral.publicKey().toProto())
            .setNonce(exchange.nonce.toProto())
            .build();
    // After the answer to the prologue, which leaves first.
    context.after(
        Duration.ZERO,
        () ->
            notify(
                exchange.registration.link(),
                "crsc_continuation",
                Node.of("primary_ephemeral_identity", Bytes.of(phone.toByteString()))));
  }

  private void nonce(Exchange exchange, Bytes nonce) {
    if (nonce.size() != NONCE
        || !Digests.sha256(Bytes.concat(exchange.identity, nonce)).equals(exchange.commitment)) {
      throw wrong(exchange, "the nonce is not the one that was promised");
    }
    exchange.kept = true;
    if (!exchange.handoff) {
      exchange.code = code(exchange, nonce);
    }
  }

  private static String code(Exchange exchange, Bytes nonce) {
    Bytes digest = Digests.sha256(Bytes.concat(nonce, exchange.ephemeral.publicKey()));
    long bits = 0;
    for (int i = 0; i < CODE_BYTES; i++) {
      bits = (bits << 8) | ((exchange.nonce.at(i) ^ digest.at(i)) & 0xff);
    }
    StringBuilder text = new StringBuilder();
    for (int shift = 35; shift >= 0; shift -= 5) {
      text.append(ALPHABET.charAt((int) ((bits >> shift) & 31)));
    }
    return text.insert(4, '-').toString();
  }

  private void complete(Exchange exchange, Bytes encrypted) throws InvalidProtocolBufferException {
    if (!exchange.kept) {
      throw wrong(exchange, "the keys came before the nonce");
    }
    CompanionEphemeralIdentity companion =
        CompanionEphemeralIdentity.parseFrom(exchange.identity.toArray());
    String salt = "Companion Pairing " + companion.getDeviceType() + " with ref " + exchange.ref;
    Bytes key =
        Digests.hkdf(
            Curve25519.agree(exchange.ephemeral.privateKey(), Bytes.of(companion.getPublicKey())),
            Bytes.utf8(salt),
            Bytes.utf8(REQUEST_INFO),
            NONCE);
    EncryptedPairingRequest sealed = EncryptedPairingRequest.parseFrom(encrypted.toArray());
    PairingRequest request =
        PairingRequest.parseFrom(
            new AesGcm(key)
                .decrypt(
                    Bytes.of(sealed.getIv()), Bytes.EMPTY, Bytes.of(sealed.getEncryptedPayload()))
                .toArray());
    Registration registration = exchange.registration;
    if (!Bytes.of(request.getCompanionPublicKey()).equals(registration.noiseKey())
        || !Bytes.of(request.getCompanionIdentityKey()).equals(registration.keys().identity())
        || request.getAdvSecret().size() != NONCE
        || Bytes.of(request.getAdvSecret()).equals(exchange.scannedSecret)) {
      throw wrong(exchange, "the keys are not those of the registration, or the secret is not new");
    }
    exchanges.remove(registration.link());
    context.after(
        Duration.ZERO,
        () -> {
          CompletableFuture<Device> _ =
              desk.proved(
                  registration,
                  exchange.account,
                  exchange.identityKey,
                  Bytes.of(request.getAdvSecret()));
        });
  }

  private IqException wrong(Exchange exchange, @Nullable String what) {
    context
        .violations()
        .add("passkey-exchange", exchange.registration.link(), String.valueOf(what));
    return IqException.of(400);
  }

  private void notify(DeviceLink link, String type, Node child) {
    link.deliver(
        Notifications.stanza(Jid.SERVER, type, context.newId(), context.now()).plus(child));
  }

  /** What a companion asks for again; a new demand when it was told by nobody. */
  public Node options(DeviceLink link) {
    Exchange exchange = exchanges.get(link);
    return exchange == null
        ? PasskeyOptions.node(context.randomBytes(NONCE))
        : PasskeyOptions.node(exchange.challenge);
  }

  /** The connection ended. */
  void close(DeviceLink link) {
    exchanges.remove(link);
  }
}
