package dev.kubezap.whatsapp.token;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.StoredPrivacyToken;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.Optional;

/**
 * The tokens between a contact and us.
 *
 * @param contact its LID, or its phone number as long as no LID is known
 */
public record PrivacyTokenKey(Jid contact) implements RecordKey<PrivacyToken> {
  static final String KIND = RecordKind.PRIVACY_TOKEN.text();

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return contact.toString();
  }

  /** Its owner sends it again, and ours is issued again. */
  @Override
  public boolean isAbsentWhenDamaged() {
    return true;
  }

  @Override
  public ByteString encode(PrivacyToken value) {
    return StoredPrivacyToken.newBuilder()
        .setToken(value.bytes())
        .setAtS(value.at().getEpochSecond())
        .setIssuedAtS(value.issuedAt().map(Instant::getEpochSecond).orElse(0L))
        .setAskedAtS(value.askedAt().map(Instant::getEpochSecond).orElse(0L))
        .build()
        .toByteString();
  }

  @Override
  public PrivacyToken decode(ByteString encoded) {
    try {
      StoredPrivacyToken stored = StoredPrivacyToken.parseFrom(encoded);
      return new PrivacyToken(
          stored.getToken(),
          Instant.ofEpochSecond(stored.getAtS()),
          time(stored.getIssuedAtS()),
          time(stored.getAskedAtS()));
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("a privacy token is damaged", e);
    }
  }

  private static Optional<Instant> time(long seconds) {
    return seconds == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
  }
}
