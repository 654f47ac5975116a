package dev.kubezap.simulator.appstate;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.crypto.Aes;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Digests;
import dev.kubezap.simulator.crypto.InvalidCiphertextException;
import dev.kubezap.simulator.proto.SyncBytes;
import dev.kubezap.simulator.proto.SyncData;
import dev.kubezap.simulator.proto.SyncRecord;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Entries of app state, opened and sealed, and the codes over them. */
final class SyncCrypto {
  private static final int MAC = 32;
  private static final int IV = 16;
  private static final int WORDS = 64;

  private SyncCrypto() {}

  static SyncRecord seal(SyncSecret secret, boolean remove, SyncData data, SecureRandom random) {
    byte[] iv = new byte[IV];
    random.nextBytes(iv);
    Bytes start = Bytes.of(iv);
    Bytes sealed =
        Bytes.concat(
            start, Aes.cbcEncrypt(secret.valueKey(), start, Bytes.of(data.toByteString())));
    Bytes value = Bytes.concat(sealed, valueMac(secret, remove, sealed));
    return SyncRecord.newBuilder()
        .setIndex(wrapped(Digests.hmac(secret.indexKey(), Bytes.of(data.getIndex()))))
        .setValue(wrapped(value))
        .setKeyId(wrapped(secret.id()))
        .build();
  }

  static SyncBytes wrapped(Bytes bytes) {
    return SyncBytes.newBuilder().setBytes(bytes.toProto()).build();
  }

  static Bytes index(SyncRecord record) {
    return Bytes.of(record.getIndex().getBytes());
  }

  static Bytes valueMac(SyncRecord record) {
    Bytes value = Bytes.of(record.getValue().getBytes());
    return value.slice(Math.max(0, value.size() - MAC));
  }

  /** Opens an entry; throws {@link IllegalArgumentException} when a code is wrong. */
  static SyncData open(SyncSecret secret, boolean remove, SyncRecord record) {
    Bytes value = Bytes.of(record.getValue().getBytes());
    if (value.size() < IV + MAC) {
      throw new IllegalArgumentException("an entry is too short");
    }
    Bytes sealed = value.slice(0, value.size() - MAC);
    if (!valueMac(secret, remove, sealed).equals(valueMac(record))) {
      throw new IllegalArgumentException("an entry has a wrong code");
    }
    try {
      SyncData data =
          SyncData.parseFrom(
              Aes.cbcDecrypt(secret.valueKey(), sealed.slice(0, IV), sealed.slice(IV)).toArray());
      if (!Digests.hmac(secret.indexKey(), Bytes.of(data.getIndex())).equals(index(record))) {
        throw new IllegalArgumentException("an index has a wrong code");
      }
      return data;
    } catch (InvalidCiphertextException | InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("an entry cannot be decrypted", e);
    }
  }

  private static Bytes valueMac(SyncSecret secret, boolean remove, Bytes sealed) {
    Bytes head = Bytes.concat(Bytes.of((byte) (remove ? 2 : 1)), secret.id());
    try {
      Mac mac = Mac.getInstance("HmacSHA512");
      mac.init(new SecretKeySpec(secret.valueMacKey().toArray(), "HmacSHA512"));
      mac.update(head.toArray());
      mac.update(sealed.toArray());
      mac.update(Bytes.number(head.size(), 8).toArray());
      return Bytes.of(mac.doFinal()).slice(0, MAC);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Bytes snapshotMac(SyncSecret secret, Bytes sum, long version, String name) {
    return Digests.hmac(secret.snapshotMacKey(), sum, Bytes.number(version, 8), Bytes.utf8(name));
  }

  static Bytes patchMac(
      SyncSecret secret, Bytes snapshotMac, List<Bytes> valueMacs, long version, String name) {
    return Digests.hmac(
        secret.patchMacKey(),
        snapshotMac,
        Bytes.concat(valueMacs.toArray(new Bytes[0])),
        Bytes.number(version, 8),
        Bytes.utf8(name));
  }

  /** The sum over the value codes of all entries: 64 numbers of 16 bits, the low byte first. */
  static Bytes sum(Iterable<Bytes> valueMacs) {
    BigInteger[] words = new BigInteger[WORDS];
    java.util.Arrays.fill(words, BigInteger.ZERO);
    for (Bytes mac : valueMacs) {
      Bytes spread = Digests.hkdf(mac, "WhatsApp Patch Integrity", 2 * WORDS);
      for (int i = 0; i < WORDS; i++) {
        int word = spread.at(2 * i) + 256 * spread.at(2 * i + 1);
        words[i] = words[i].add(BigInteger.valueOf(word));
      }
    }
    byte[] sum = new byte[2 * WORDS];
    for (int i = 0; i < WORDS; i++) {
      int word = words[i].mod(BigInteger.valueOf(65_536)).intValue();
      sum[2 * i] = (byte) word;
      sum[2 * i + 1] = (byte) (word / 256);
    }
    return Bytes.of(sum);
  }
}
