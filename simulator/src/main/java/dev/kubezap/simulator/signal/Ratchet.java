package dev.kubezap.simulator.signal;

import dev.kubezap.simulator.crypto.Aes;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Curve25519;
import dev.kubezap.simulator.crypto.Digests;
import dev.kubezap.simulator.crypto.InvalidCiphertextException;
import dev.kubezap.simulator.crypto.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A double ratchet. Immutable: every message gives a new one.
 *
 * @param localIdentity our identity key
 * @param remoteIdentity theirs
 * @param baseKey the initiator's first key, which names the session
 * @param rootKey of the last step
 * @param sending our ratchet key pair
 * @param sendingChain what our next message is encrypted with
 * @param previousCounter length of our sending chain before this one
 * @param receiving their chains, the newest last
 * @param pending what must go with our messages until they have answered
 */
public record Ratchet(
    Bytes localIdentity,
    Bytes remoteIdentity,
    Bytes baseKey,
    Bytes rootKey,
    KeyPair sending,
    ChainKey sendingChain,
    int previousCounter,
    List<ReceiverChain> receiving,
    @Nullable PendingPreKey pending) {
  private static final int MAX_RECEIVING = 5;

  /** Copies the list. */
  public Ratchet {
    receiving = List.copyOf(receiving);
  }

  /**
   * What the other side needs to build the session.
   *
   * @param preKeyId its one-time key, 0 if there was none
   * @param signedPreKeyId its signed prekey
   */
  public record PendingPreKey(int preKeyId, int signedPreKeyId) {}

  /** A new ratchet and what was encrypted or decrypted on the way to it. */
  record Step(Ratchet ratchet, Bytes result) {}

  /** X3DH of the side that begins; {@code oneTime} is empty when there is none. */
  static Ratchet initiate(
      KeyPair identity,
      Bytes theirIdentity,
      int signedPreKeyId,
      Bytes signedPreKey,
      int oneTimeId,
      Bytes oneTime,
      SecureRandom random) {
    KeyPair base = Curve25519.generate(random);
    RootStep first =
        RootStep.first(
            Curve25519.agree(identity.privateKey(), signedPreKey),
            Curve25519.agree(base.privateKey(), theirIdentity),
            Curve25519.agree(base.privateKey(), signedPreKey),
            oneTime.size() == 0 ? Bytes.EMPTY : Curve25519.agree(base.privateKey(), oneTime));
    KeyPair sending = Curve25519.generate(random);
    RootStep step = RootStep.of(first.rootKey(), sending.privateKey(), signedPreKey);
    return new Ratchet(
        identity.publicKey(),
        theirIdentity,
        base.publicKey(),
        step.rootKey(),
        sending,
        step.chain(),
        0,
        List.of(new ReceiverChain(signedPreKey, first.chain(), Map.of())),
        new PendingPreKey(oneTimeId, signedPreKeyId));
  }

  /** X3DH of the side that answers; {@code oneTime} is null when none was used. */
  static Ratchet respond(
      KeyPair identity,
      Bytes theirIdentity,
      Bytes baseKey,
      KeyPair signedPreKey,
      @Nullable KeyPair oneTime) {
    RootStep first =
        RootStep.first(
            Curve25519.agree(signedPreKey.privateKey(), theirIdentity),
            Curve25519.agree(identity.privateKey(), baseKey),
            Curve25519.agree(signedPreKey.privateKey(), baseKey),
            oneTime == null ? Bytes.EMPTY : Curve25519.agree(oneTime.privateKey(), baseKey));
    return new Ratchet(
        identity.publicKey(),
        theirIdentity,
        baseKey,
        first.rootKey(),
        signedPreKey,
        first.chain(),
        0,
        List.of(),
        null);
  }

  /** Encrypts; the result is the encoded SignalMessage. */
  Step encrypt(Bytes plaintext) {
    MessageKeys keys = MessageKeys.of(sendingChain.messageSecret());
    Bytes body = Aes.cbcEncrypt(keys.cipherKey(), keys.iv(), plaintext);
    Bytes message =
        WireMessages.message(sending.publicKey(), sendingChain.index(), previousCounter, body);
    Bytes mac = mac(keys, localIdentity, remoteIdentity, message);
    Ratchet next =
        new Ratchet(
            localIdentity,
            remoteIdentity,
            baseKey,
            rootKey,
            sending,
            sendingChain.next(),
            previousCounter,
            receiving,
            pending);
    return new Step(next, Bytes.concat(message, mac));
  }

  /** Decrypts an encoded SignalMessage. */
  Step decrypt(Bytes encoded, SecureRandom random) throws DecryptionException {
    WireMessages.Parsed message = WireMessages.parse(encoded);
    Ratchet turned = turnedTo(message.ratchetKey(), random);
    List<ReceiverChain> chains = new ArrayList<>(turned.receiving);
    int index = turned.indexOf(message.ratchetKey());
    ReceiverChain.Step step = chains.get(index).to(message.counter());
    MessageKeys keys = MessageKeys.of(step.secret());
    Bytes mac = mac(keys, remoteIdentity, localIdentity, encoded.slice(0, encoded.size() - 8));
    if (!mac.equals(encoded.slice(encoded.size() - 8))) {
      throw new DecryptionException(DecryptionException.Reason.INVALID, "wrong MAC");
    }
    chains.set(index, step.chain());
    try {
      Bytes plaintext = Aes.cbcDecrypt(keys.cipherKey(), keys.iv(), message.body());
      return new Step(turned.withReceiving(chains), plaintext);
    } catch (InvalidCiphertextException e) {
      throw new DecryptionException(DecryptionException.Reason.INVALID, "wrong padding");
    }
  }

  private int indexOf(Bytes ratchetKey) {
    for (int i = 0; i < receiving.size(); i++) {
      if (receiving.get(i).ratchetKey().equals(ratchetKey)) {
        return i;
      }
    }
    return -1;
  }

  private Ratchet turnedTo(Bytes theirKey, SecureRandom random) {
    if (indexOf(theirKey) >= 0) {
      return this;
    }
    RootStep receive = RootStep.of(rootKey, sending.privateKey(), theirKey);
    KeyPair next = Curve25519.generate(random);
    RootStep send = RootStep.of(receive.rootKey(), next.privateKey(), theirKey);
    List<ReceiverChain> chains = new ArrayList<>(receiving);
    chains.add(new ReceiverChain(theirKey, receive.chain(), Map.of()));
    if (chains.size() > MAX_RECEIVING) {
      chains.removeFirst();
    }
    return new Ratchet(
        localIdentity,
        remoteIdentity,
        baseKey,
        send.rootKey(),
        next,
        send.chain(),
        Math.max(sendingChain.index() - 1, 0),
        chains,
        pending);
  }

  /** Their answer has arrived, so nothing need go with our messages any more. */
  private Ratchet withReceiving(List<ReceiverChain> chains) {
    return new Ratchet(
        localIdentity,
        remoteIdentity,
        baseKey,
        rootKey,
        sending,
        sendingChain,
        previousCounter,
        chains,
        null);
  }

  private static Bytes mac(MessageKeys keys, Bytes sender, Bytes receiver, Bytes message) {
    return Digests.hmac(
            keys.macKey(), WireMessages.typed(sender), WireMessages.typed(receiver), message)
        .slice(0, 8);
  }

  @Override
  public String toString() {
    return "Ratchet(" + baseKey.slice(0, 4).toHex() + ")";
  }
}
