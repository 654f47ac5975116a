package dev.kubezap.pod.identity;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.store.NumberedFields;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PrivateKey;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.DeviceIdentity.Pairing;
import dev.kubezap.whatsapp.model.DeviceIdentity.SignedPreKeyRecord;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** The stored form of a device identity. */
final class IdentityCodec {
  private static final int PAIRING = 1;
  private static final int NOISE_KEY = 2;
  private static final int IDENTITY_KEY = 3;
  private static final int REGISTRATION_ID = 4;
  private static final int SIGNED_PRE_KEY = 5;
  private static final int JID = 6;
  private static final int LID = 7;
  private static final int SIGNED_DEVICE_IDENTITY = 8;
  private static final int PLATFORM = 9;
  private static final int BUSINESS_NAME = 10;
  private static final int PAIRED_AT = 11;

  private static final int PRIVATE = 1;
  private static final int PUBLIC = 2;

  private IdentityCodec() {}

  static NumberedFields encode(DeviceIdentity identity) {
    NumberedFields fields =
        new NumberedFields()
            .add(PAIRING, identity.pairing().name())
            .add(NOISE_KEY, key(identity.noiseKey()))
            .add(IDENTITY_KEY, key(identity.identityKey()))
            .add(REGISTRATION_ID, Integer.toString(identity.registrationId()))
            .add(JID, identity.jid().toString())
            .add(LID, identity.lid().map(Jid::toString))
            .add(SIGNED_DEVICE_IDENTITY, identity.signedDeviceIdentity())
            .add(PLATFORM, identity.platform())
            .add(BUSINESS_NAME, identity.businessName())
            .add(PAIRED_AT, identity.pairedAt().toString());
    for (SignedPreKeyRecord preKey : identity.signedPreKeys()) {
      fields.add(
          SIGNED_PRE_KEY,
          ByteString.copyFrom(
              new NumberedFields()
                  .add(1, Integer.toString(preKey.id()))
                  .add(2, key(preKey.key()))
                  .add(3, preKey.signature())
                  .add(4, preKey.createdAt().toString())
                  .encode()));
    }
    return fields;
  }

  static DeviceIdentity decode(NumberedFields fields) {
    try {
      return new DeviceIdentity(
          Pairing.valueOf(fields.requiredText(PAIRING)),
          key(fields.required(NOISE_KEY)),
          key(fields.required(IDENTITY_KEY)),
          Integer.parseInt(fields.requiredText(REGISTRATION_ID)),
          fields.all(SIGNED_PRE_KEY).stream().map(IdentityCodec::preKey).toList(),
          Jid.of(fields.requiredText(JID)),
          fields.text(LID).map(Jid::of),
          fields.required(SIGNED_DEVICE_IDENTITY),
          fields.requiredText(PLATFORM),
          fields.text(BUSINESS_NAME),
          Instant.parse(fields.requiredText(PAIRED_AT)));
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new StoredStateException("the stored identity has an unknown form", e);
    }
  }

  private static SignedPreKeyRecord preKey(ByteString encoded) {
    NumberedFields fields = NumberedFields.decode(encoded.toByteArray());
    return new SignedPreKeyRecord(
        Integer.parseInt(fields.requiredText(1)),
        key(fields.required(2)),
        fields.required(3),
        Instant.parse(fields.requiredText(4)));
  }

  private static ByteString key(KeyPair pair) {
    return ByteString.copyFrom(
        new NumberedFields()
            .add(PRIVATE, pair.privateKey().bytes())
            .add(PUBLIC, pair.publicKey().bytes())
            .encode());
  }

  private static KeyPair key(ByteString encoded) {
    NumberedFields fields = NumberedFields.decode(encoded.toByteArray());
    return new KeyPair(
        new PrivateKey(fields.required(PRIVATE)), new PublicKey(fields.required(PUBLIC)));
  }
}
