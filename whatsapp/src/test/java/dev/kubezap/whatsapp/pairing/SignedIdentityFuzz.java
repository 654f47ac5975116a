package dev.kubezap.whatsapp.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Hmac;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import dev.kubezap.whatsapp.proto.ADVSignedDeviceIdentityHMAC;
import java.time.Instant;
import java.util.Arrays;

/**
 * Any identity that a phone signs for this device. By the first byte the rest is the whole of it,
 * or what stands under an honest HMAC.
 */
public final class SignedIdentityFuzz implements FuzzTarget {
  private final RandomBytes random = new SeededBytes(9);
  private final PairingAttempt attempt =
      PairingAttempt.begin(random, Instant.parse("2026-11-21T12:00:00Z"));

  @Override
  public void read(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] rest = Arrays.copyOfRange(input, 1, input.length);
    ByteString encoded =
        (input[0] & 1) == 0
            ? ByteString.copyFrom(rest)
            : ADVSignedDeviceIdentityHMAC.newBuilder()
                .setDetails(ByteString.copyFrom(rest))
                .setHmac(ByteString.copyFrom(Hmac.sha256(attempt.advSecret().toByteArray(), rest)))
                .build()
                .toByteString();
    // Nobody but the account's phone can sign, so no input comes further than a refusal.
    assertThat(SignedIdentity.check(encoded, attempt, random))
        .isInstanceOf(SignedIdentity.Refused.class);
  }
}
