package dev.kubezap.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalQuantityTest {

  /**
   * No fraction, and the largest suffix that loses nothing: a form that the API server does not
   * rewrite.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "1000m, 1",
    "0.05, 50m",
    "1.5, 1500m",
    "100m, 100m",
    "2000, 2k",
    "1024Mi, 1Gi",
    "1536Mi, 1536Mi",
    "0.5Gi, 512Mi",
    "1Gi, 1Gi",
    "1000Ki, 1000Ki",
    "1024, 1024",
    "1e3, 1k",
    "0, 0",
    "0Mi, 0",
    "1000000Ki, 1000000Ki",
    "128M, 128M",
    "0.5Ki, 512",
    "1Ki, 1Ki",
    "1024Pi, 1Ei",
    "1048576Pi, 1024Ei",
    "9000P, 9E"
  })
  void hasOneSpelling(String written, String stored) {
    assertThat(CanonicalQuantity.of(written)).hasToString(stored);
  }

  @Test
  void refusesWhatIsNoQuantity() {
    assertThatThrownBy(() -> CanonicalQuantity.of("much"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
