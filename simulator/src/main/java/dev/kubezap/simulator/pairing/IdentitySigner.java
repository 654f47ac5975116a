package dev.kubezap.simulator.pairing;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Digests;
import dev.kubezap.simulator.crypto.KeyPair;
import dev.kubezap.simulator.crypto.XEdDsa;
import dev.kubezap.simulator.proto.AdvDeviceIdentity;
import dev.kubezap.simulator.proto.AdvKeyIndexList;
import dev.kubezap.simulator.proto.AdvSignedDeviceIdentity;
import dev.kubezap.simulator.proto.AdvSignedDeviceIdentityHmac;
import dev.kubezap.simulator.proto.AdvSignedKeyIndexList;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/** Signs companions' identities with an account's identity key, and checks them. */
public final class IdentitySigner {
  private static final Bytes ACCOUNT = Bytes.of((byte) 6, (byte) 0);
  private static final Bytes ACCOUNT_HOSTED = Bytes.of((byte) 6, (byte) 5);
  private static final Bytes DEVICE = Bytes.of((byte) 6, (byte) 1);
  private static final Bytes DEVICE_HOSTED = Bytes.of((byte) 6, (byte) 6);
  private static final Bytes KEY_INDEXES = Bytes.of((byte) 6, (byte) 2);
  private static final int HOSTED = 1;

  private IdentitySigner() {}

  /** An account's signed identity for a companion, still without the companion's signature. */
  public static AdvSignedDeviceIdentity sign(
      KeyPair account,
      int rawId,
      int keyIndex,
      boolean hosted,
      Bytes companionIdentity,
      Instant now,
      SecureRandom random) {
    AdvDeviceIdentity identity =
        AdvDeviceIdentity.newBuilder()
            .setRawId(rawId)
            .setTimestamp(now.getEpochSecond())
            .setKeyIndex(keyIndex)
            .setAccountType(hosted ? HOSTED : 0)
            .setDeviceType(hosted ? HOSTED : 0)
            .build();
    Bytes details = Bytes.of(identity.toByteString());
    Bytes signed = Bytes.concat(hosted ? ACCOUNT_HOSTED : ACCOUNT, details, companionIdentity);
    return AdvSignedDeviceIdentity.newBuilder()
        .setDetails(details.toProto())
        .setAccountSignatureKey(account.publicKey().toProto())
        .setAccountSignature(XEdDsa.sign(account.privateKey(), signed, random).toProto())
        .build();
  }

  /** The content of pair-success's {@code device-identity}. */
  public static Bytes authenticate(
      AdvSignedDeviceIdentity identity, boolean hosted, Bytes advSecret) {
    Bytes details = Bytes.of(identity.toByteString());
    Bytes hmac =
        hosted
            ? Digests.hmac(advSecret, ACCOUNT_HOSTED, details)
            : Digests.hmac(advSecret, details);
    return Bytes.of(
        AdvSignedDeviceIdentityHmac.newBuilder()
            .setDetails(details.toProto())
            .setHmac(hmac.toProto())
            .setAccountType(hosted ? HOSTED : 0)
            .build()
            .toByteString());
  }

  /** A signed identity with the companion's own signature, encoded. */
  public static Bytes complete(
      AdvSignedDeviceIdentity identity, KeyPair companion, SecureRandom random) {
    Bytes signed =
        Bytes.concat(
            DEVICE,
            Bytes.of(identity.getDetails()),
            companion.publicKey(),
            Bytes.of(identity.getAccountSignatureKey()));
    return Bytes.of(
        identity.toBuilder()
            .setDeviceSignature(XEdDsa.sign(companion.privateKey(), signed, random).toProto())
            .build()
            .toByteString());
  }

  /** Whether a companion's signature completes the identity that was sent to it. */
  public static boolean completes(AdvSignedDeviceIdentity identity, Bytes companion, Bytes signed) {
    Bytes rest =
        Bytes.concat(
            Bytes.of(identity.getDetails()),
            companion,
            Bytes.of(identity.getAccountSignatureKey()));
    return XEdDsa.verify(companion, Bytes.concat(DEVICE, rest), signed)
        || XEdDsa.verify(companion, Bytes.concat(DEVICE_HOSTED, rest), signed);
  }

  /** Whether an encoded signed identity is one of this account for this companion. */
  public static boolean verify(Bytes encoded, Bytes account, Bytes companion) {
    try {
      AdvSignedDeviceIdentity identity = AdvSignedDeviceIdentity.parseFrom(encoded.toArray());
      AdvDeviceIdentity details = AdvDeviceIdentity.parseFrom(identity.getDetails());
      Bytes prefix = details.getDeviceType() == HOSTED ? ACCOUNT_HOSTED : ACCOUNT;
      Bytes signed = Bytes.concat(prefix, Bytes.of(identity.getDetails()), companion);
      return Bytes.of(identity.getAccountSignatureKey()).equals(account)
          && XEdDsa.verify(account, signed, Bytes.of(identity.getAccountSignature()))
          && completes(identity, companion, Bytes.of(identity.getDeviceSignature()));
    } catch (InvalidProtocolBufferException e) {
      return false;
    }
  }

  /** The signed list of the key indexes that are valid. */
  public static Bytes keyIndexList(
      KeyPair account,
      int rawId,
      int current,
      List<Integer> valid,
      Instant now,
      SecureRandom random) {
    Bytes details =
        Bytes.of(
            AdvKeyIndexList.newBuilder()
                .setRawId(rawId)
                .setTimestamp(now.getEpochSecond())
                .setCurrentIndex(current)
                .addAllValidIndexes(valid)
                .setAccountType(0)
                .build()
                .toByteString());
    Bytes signature = XEdDsa.sign(account.privateKey(), Bytes.concat(KEY_INDEXES, details), random);
    return Bytes.of(
        AdvSignedKeyIndexList.newBuilder()
            .setDetails(details.toProto())
            .setAccountSignature(signature.toProto())
            .build()
            .toByteString());
  }
}
