package dev.kubezap.operator.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RotatingKeyTest {
  private static final String FILE = "database-password";
  private static final Instant SINCE = Instant.parse("2026-11-21T00:00:00Z");
  private static final Duration SPREAD = Duration.ofMinutes(2);

  @Test
  void theOneBeforeIsUsedUntilEverybodyKnowsTheNewOne() {
    RotatingKey key = key(secret(Map.of(FILE, "bmV3", FILE + "-old", "b2xk")));

    assertThat(key.used(SINCE, SPREAD)).isEqualTo("b2xk");
    assertThat(key.used(SINCE.plusSeconds(119), SPREAD)).isEqualTo("b2xk");
    assertThat(key.used(SINCE.plusSeconds(120), SPREAD)).isEqualTo("bmV3");
    assertThat(key.over(SINCE.plusSeconds(239), SPREAD)).isFalse();
    assertThat(key.over(SINCE.plusSeconds(240), SPREAD)).isTrue();
    assertThat(key.request()).isEqualTo("monday");
  }

  @Test
  void aKeyThatIsNotReplacedIsUsed() {
    RotatingKey key = key(secret(Map.of(FILE, "bmV3")));

    assertThat(key.used(SINCE, SPREAD)).isEqualTo("bmV3");
    assertThat(key.over(SINCE.plusSeconds(1000), SPREAD)).isFalse();
    assertThat(key).asString().doesNotContain("bmV3");
  }

  @Test
  void aPasswordWithoutNotesIsNotTheSessionsOwn() {
    Secret copied =
        new SecretBuilder().withNewMetadata().endMetadata().addToData(FILE, "eA==").build();

    assertThat(RotatingKey.noted(copied, FILE)).isFalse();
    assertThat(RotatingKey.noted(secret(Map.of(FILE, "eA==")), FILE)).isTrue();
  }

  private static RotatingKey key(Secret secret) {
    return RotatingKey.of(secret, FILE).orElseThrow();
  }

  private static Secret secret(Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withAnnotations(RotatingKey.notes(FILE, SINCE, "monday"))
        .endMetadata()
        .withData(data)
        .build();
  }
}
