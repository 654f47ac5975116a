package dev.kubezap.pod.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final RateLimits limits = new RateLimits(nanos::get);
  private final ApiKey key = ApiKey.of("shop", "secret", Set.of(Scope.READ)).limitedTo(60);

  @Test
  void allowsTenSecondsWorthAtOnceAndThenOneAfterTheOther() {
    for (int i = 0; i < 10; i++) {
      limits.count(key);
    }
    assertThat(refusal(key)).isEqualTo("1");
    pass(Duration.ofMillis(999));
    assertThat(refusal(key)).isEqualTo("1");
    pass(Duration.ofMillis(1));
    limits.count(key);
    assertThat(refusal(key)).isEqualTo("1");
    pass(Duration.ofMinutes(10));
    for (int i = 0; i < 10; i++) {
      limits.count(key);
    }
    assertThat(refusal(key)).isEqualTo("1");
  }

  @Test
  void allowsOneRequestHoweverFewTheyAre() {
    ApiKey slow = ApiKey.of("slow", "other", Set.of(Scope.READ)).limitedTo(1);
    limits.count(slow);
    assertThat(refusal(slow)).isEqualTo("60");
    pass(Duration.ofSeconds(60));
    limits.count(slow);
  }

  @Test
  void countsEachKeyForItselfAndOthersNotAtAll() {
    for (int i = 0; i < 10; i++) {
      limits.count(key);
    }
    limits.count(ApiKey.of("other", "third", Set.of(Scope.READ)).limitedTo(60));
    for (int i = 0; i < 1_000; i++) {
      limits.count(ApiKey.of("free", "fourth", Set.of(Scope.READ)));
    }
    assertThat(refusal(key)).isEqualTo("1");
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private String refusal(ApiKey limited) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> limits.count(limited));
    assertThat(refused.problem().status()).isEqualTo(429);
    return refused.problem().headers().getOrDefault("Retry-After", "");
  }
}
