package dev.kubezap.whatsapp.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An attempt survives a restart as it was. */
class PairingAttemptKeyTest {
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  @Test
  void readsWhatItWrote() {
    SeededBytes random = new SeededBytes(5);
    PairingAttempt attempt =
        PairingAttempt.begin(random, NOW)
            .withRefs(List.of(ByteString.copyFromUtf8("a"), ByteString.copyFromUtf8("b")))
            .showing(1)
            .withCode(
                Optional.of(
                    new CodeRequest(
                            "4915112345678",
                            "ABCD1234",
                            Curve25519.generate(random),
                            Optional.empty(),
                            NOW.plusSeconds(180),
                            0)
                        .withRef(ByteString.copyFromUtf8("ref"))
                        .confirmed()));
    PairingAttemptKey key = new PairingAttemptKey();
    assertThat(key.decode(key.encode(attempt))).isEqualTo(attempt);
    PairingAttempt refused = attempt.refused("wrong-phone-number", attempt.advSecret());
    assertThat(key.decode(key.encode(refused))).isEqualTo(refused);
    assertThat(attempt.registrationId()).isBetween(1, 16_380);
    // What a database holds is found under this name only.
    assertThat(key.kind() + "/" + key.name()).isEqualTo("pairing/attempt");
  }

  @Test
  void refusesDamage() {
    assertThatThrownBy(() -> new PairingAttemptKey().decode(ByteString.copyFromUtf8("damage")))
        .isInstanceOf(StoredStateException.class);
  }

  @Test
  void showsNoKeys() {
    PairingAttempt attempt = PairingAttempt.begin(new SeededBytes(5), NOW);
    assertThat(attempt.toString()).isEqualTo("PairingAttempt[0 refs, code=false]");
  }
}
