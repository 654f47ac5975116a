package dev.kubezap.simulator.signal;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.crypto.Aes;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Curve25519;
import dev.kubezap.simulator.crypto.Digests;
import dev.kubezap.simulator.crypto.InvalidCiphertextException;
import dev.kubezap.simulator.crypto.KeyPair;
import dev.kubezap.simulator.crypto.XEdDsa;
import dev.kubezap.simulator.proto.SenderKeyDistributionMessage;
import dev.kubezap.simulator.proto.SenderKeyMessage;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A phone's sender keys: one of its own for each group, and those that members handed to it. They
 * are not stored: a phone that starts again makes new ones, and asks for what it cannot read. Used
 * by one thread.
 */
public final class SenderKeys {
  private static final Bytes VERSION = Bytes.of((byte) 0x33);
  private static final int SIGNATURE = 64;
  private static final int AHEAD = 2_000;

  private final SecureRandom random;
  private final GroupSignatures signatures;
  private final Map<String, Own> own = new HashMap<>();
  private final Map<Place, Received> received = new HashMap<>();

  /**
   * None yet.
   *
   * @param signatures checks those of what comes
   */
  public SenderKeys(SecureRandom random, GroupSignatures signatures) {
    this.random = random;
    this.signatures = signatures;
  }

  private static final class Own {
    private final int id;
    private final KeyPair signing;
    private final Set<String> holders = new LinkedHashSet<>();
    private ChainKey chain;

    private Own(int id, KeyPair signing, ChainKey chain) {
      this.id = id;
      this.signing = signing;
      this.chain = chain;
    }
  }

  private record Place(String group, SignalAddress member, int id) {}

  private static final class Received {
    private final Bytes signing;
    private final Map<Integer, Bytes> skipped = new LinkedHashMap<>();
    private ChainKey chain;

    private Received(Bytes signing, ChainKey chain) {
      this.signing = signing;
      this.chain = chain;
    }
  }

  private Own own(String group) {
    return own.computeIfAbsent(
        group,
        any ->
            new Own(
                random.nextInt(Integer.MAX_VALUE),
                Curve25519.generate(random),
                new ChainKey(randomKey(), 0)));
  }

  private Bytes randomKey() {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return Bytes.of(key);
  }

  /** The devices that were handed the key of a group. */
  public Set<String> holders(String group) {
    return own(group).holders;
  }

  /** Writes to a group under another key from now on, which nobody holds. */
  public void renew(String group) {
    own.remove(group);
  }

  /** What a member needs to read what is written from now on. */
  public Bytes handout(String group) {
    Own key = own(group);
    SenderKeyDistributionMessage message =
        SenderKeyDistributionMessage.newBuilder()
            .setId(key.id)
            .setIteration(key.chain.index())
            .setChainKey(key.chain.key().toProto())
            .setSigningKey(WireMessages.typed(key.signing.publicKey()).toProto())
            .build();
    return Bytes.concat(VERSION, Bytes.of(message.toByteString()));
  }

  /** Encrypts for all who hold the key of a group. */
  public Bytes encrypt(String group, Bytes plaintext) {
    Own key = own(group);
    Bytes keys = keys(key.chain.messageSecret());
    SenderKeyMessage message =
        SenderKeyMessage.newBuilder()
            .setId(key.id)
            .setIteration(key.chain.index())
            .setCiphertext(Aes.cbcEncrypt(keys.slice(16), keys.slice(0, 16), plaintext).toProto())
            .build();
    key.chain = key.chain.next();
    Bytes content = Bytes.concat(VERSION, Bytes.of(message.toByteString()));
    return Bytes.concat(content, XEdDsa.sign(key.signing.privateKey(), content, random));
  }

  private static Bytes keys(Bytes secret) {
    return Digests.hkdf(secret, "WhisperGroup", 48);
  }

  /** Takes a key that a member handed out; a known one stays where it is. */
  public void learn(String group, SignalAddress member, Bytes handout) throws DecryptionException {
    try {
      SenderKeyDistributionMessage message =
          SenderKeyDistributionMessage.parseFrom(handout.slice(1).toArray());
      Bytes signing = Bytes.of(message.getSigningKey());
      if (handout.at(0) != 0x33 || signing.size() != 33) {
        throw new DecryptionException(DecryptionException.Reason.INVALID, "no sender key");
      }
      received.putIfAbsent(
          new Place(group, member, message.getId()),
          new Received(
              signing.slice(1),
              new ChainKey(Bytes.of(message.getChainKey()), message.getIteration())));
    } catch (InvalidProtocolBufferException e) {
      throw new DecryptionException(DecryptionException.Reason.INVALID, "no sender key");
    }
  }

  /** Decrypts what a member wrote to a group. */
  public Bytes decrypt(String group, SignalAddress member, Bytes encoded)
      throws DecryptionException {
    if (encoded.size() <= 1 + SIGNATURE) {
      throw new DecryptionException(DecryptionException.Reason.INVALID, "too short");
    }
    Bytes content = encoded.slice(0, encoded.size() - SIGNATURE);
    SenderKeyMessage message;
    try {
      message = SenderKeyMessage.parseFrom(content.slice(1).toArray());
    } catch (InvalidProtocolBufferException e) {
      throw new DecryptionException(DecryptionException.Reason.INVALID, "not of a sender key");
    }
    Received key = received.get(new Place(group, member, message.getId()));
    if (key == null) {
      throw new DecryptionException(DecryptionException.Reason.NO_SESSION, "no key of " + member);
    }
    if (!signatures.verify(key.signing, content, encoded.slice(content.size()))) {
      throw new DecryptionException(DecryptionException.Reason.INVALID, "signature");
    }
    Bytes keys = keys(secret(key, message.getIteration()));
    try {
      return Aes.cbcDecrypt(keys.slice(16), keys.slice(0, 16), Bytes.of(message.getCiphertext()));
    } catch (InvalidCiphertextException e) {
      throw new DecryptionException(DecryptionException.Reason.INVALID, "ciphertext");
    }
  }

  private static Bytes secret(Received key, int iteration) throws DecryptionException {
    if (iteration < key.chain.index()) {
      Bytes late = key.skipped.remove(iteration);
      if (late == null) {
        throw new DecryptionException(DecryptionException.Reason.DUPLICATE, "at " + iteration);
      }
      return late;
    }
    if (iteration - key.chain.index() > AHEAD) {
      throw new DecryptionException(DecryptionException.Reason.INVALID, "too far ahead");
    }
    while (key.chain.index() < iteration) {
      key.skipped.put(key.chain.index(), key.chain.messageSecret());
      key.chain = key.chain.next();
    }
    Bytes secret = key.chain.messageSecret();
    key.chain = key.chain.next();
    return secret;
  }
}
