package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PrivateKey;
import dev.kubezap.whatsapp.model.DeviceIdentity.SignedPreKeyRecord;
import dev.kubezap.whatsapp.proto.PairingAttemptRecord;
import dev.kubezap.whatsapp.proto.PairingCodeRecord;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.Optional;

/** The attempt to link this device; there is one such record, and none once it is linked. */
public record PairingAttemptKey() implements RecordKey<PairingAttempt> {

  @Override
  public String kind() {
    return RecordKind.PAIRING.text();
  }

  @Override
  public String name() {
    return "attempt";
  }

  @Override
  public ByteString encode(PairingAttempt attempt) {
    PairingAttemptRecord.Builder stored =
        PairingAttemptRecord.newBuilder()
            .setNoisePrivateKey(attempt.noiseKey().privateKey().bytes())
            .setIdentityPrivateKey(attempt.identityKey().privateKey().bytes())
            .setRegistrationId(attempt.registrationId())
            .setSignedPreKeyId(attempt.signedPreKey().id())
            .setSignedPreKeyPrivateKey(attempt.signedPreKey().key().privateKey().bytes())
            .setSignedPreKeySignature(attempt.signedPreKey().signature())
            .setSignedPreKeyCreatedAtMs(attempt.signedPreKey().createdAt().toEpochMilli())
            .setAdvSecret(attempt.advSecret())
            .addAllRefs(attempt.refs())
            .setShown(attempt.shown())
            .setRefusal(attempt.refusal().orElse(""));
    attempt.code().ifPresent(code -> stored.setCode(encode(code)));
    attempt.passkey().ifPresent(passkey -> stored.setPasskey(passkey.encode()));
    return stored.build().toByteString();
  }

  private static PairingCodeRecord encode(CodeRequest code) {
    return PairingCodeRecord.newBuilder()
        .setPhoneNumber(code.phoneNumber())
        .setCode(code.code())
        .setEphemeralPrivateKey(code.ephemeral().privateKey().bytes())
        .setRef(code.ref().orElse(ByteString.EMPTY))
        .setExpiresAtMs(code.expiresAt().toEpochMilli())
        .setConfirmations(code.confirmations())
        .build();
  }

  @Override
  public PairingAttempt decode(ByteString encoded) {
    try {
      PairingAttemptRecord stored = PairingAttemptRecord.parseFrom(encoded);
      return new PairingAttempt(
          pair(stored.getNoisePrivateKey()),
          pair(stored.getIdentityPrivateKey()),
          stored.getRegistrationId(),
          new SignedPreKeyRecord(
              stored.getSignedPreKeyId(),
              pair(stored.getSignedPreKeyPrivateKey()),
              stored.getSignedPreKeySignature(),
              Instant.ofEpochMilli(stored.getSignedPreKeyCreatedAtMs())),
          stored.getAdvSecret(),
          stored.getRefsList(),
          stored.getShown(),
          stored.hasCode() ? Optional.of(decode(stored.getCode())) : Optional.empty(),
          stored.hasPasskey()
              ? Optional.of(PasskeyExchange.decode(stored.getPasskey()))
              : Optional.empty(),
          Optional.of(stored.getRefusal()).filter(why -> !why.isEmpty()));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoredStateException("pairing attempt is damaged", e);
    }
  }

  private static CodeRequest decode(PairingCodeRecord stored) {
    return new CodeRequest(
        stored.getPhoneNumber(),
        stored.getCode(),
        pair(stored.getEphemeralPrivateKey()),
        Optional.of(stored.getRef()).filter(ref -> !ref.isEmpty()),
        Instant.ofEpochMilli(stored.getExpiresAtMs()),
        stored.getConfirmations());
  }

  private static KeyPair pair(ByteString privateKey) {
    return KeyPair.of(new PrivateKey(privateKey));
  }
}
