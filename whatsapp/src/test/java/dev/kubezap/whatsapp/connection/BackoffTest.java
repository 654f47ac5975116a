package dev.kubezap.whatsapp.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.whatsapp.noise.TestCertificates;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  @ParameterizedTest
  @CsvSource({"1,1000", "2,2000", "3,4000", "9,256000", "10,300000", "1000,300000"})
  void growsUpToItsBoundAndHalfOfItIsRandom(int failures, long ceiling) {
    var random = TestCertificates.seeded(failures);
    var delays =
        IntStream.range(0, 500)
            .mapToLong(i -> Backoff.DEFAULT.delay(failures, random).toMillis())
            .summaryStatistics();
    assertThat(delays.getMax()).isLessThanOrEqualTo(ceiling).isGreaterThan(ceiling * 9 / 10);
    assertThat(delays.getMin()).isGreaterThanOrEqualTo(ceiling / 2).isLessThan(ceiling * 6 / 10);
  }

  @Test
  void isNoShorterThanDemandedAndJittersThenToo() {
    var random = TestCertificates.seeded(5);
    var delays =
        IntStream.range(0, 100)
            .mapToLong(i -> Backoff.DEFAULT.delay(1, Duration.ofMinutes(5), random).toMillis())
            .summaryStatistics();
    assertThat(delays.getMin()).isGreaterThanOrEqualTo(300_000);
    assertThat(delays.getMax()).isBetween(330_000L, 375_000L);
  }

  @Test
  void refusesDelaysThatDoNotGrow() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
