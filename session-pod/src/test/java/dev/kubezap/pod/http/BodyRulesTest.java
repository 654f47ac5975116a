package dev.kubezap.pod.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BodyRulesTest {
  private static final HttpLimits LIMITS = new HttpLimits(100, Duration.ofSeconds(1), 100);
  private static final Map<String, String> JSON = Map.of("content-type", "application/json");

  @Test
  void jsonIsTakenWhateverItsParametersAndCase() {
    passes(Route.Body.JSON, true, JSON);
    passes(Route.Body.JSON, true, Map.of("content-type", "Application/JSON ; charset=utf-8"));
  }

  @Test
  void aRouteWithoutABodyLooksAtNoneOfItsHeaders() {
    passes(Route.Body.NONE, true, Map.of("content-type", "text/plain"));
  }

  @Test
  void aBodyThatMayBeLeftOutNeedsNoType() {
    passes(Route.Body.OPTIONAL_JSON, false, Map.of());
    assertThat(refused(Route.Body.OPTIONAL_JSON, true, Map.of())).isEqualTo(415);
    assertThat(refused(Route.Body.JSON, false, Map.of())).isEqualTo(415);
  }

  @Test
  void aBodyIsAsLongAsTheLimitAtMost() {
    passes(
        Route.Body.JSON, true, Map.of("content-type", "application/json", "content-length", "100"));
    assertThat(
            refused(
                Route.Body.JSON,
                true,
                Map.of("content-type", "application/json", "content-length", "101")))
        .isEqualTo(413);
  }

  @Test
  void anEncodedBodyIsRefused() {
    assertThat(
            refused(
                Route.Body.JSON,
                true,
                Map.of("content-type", "application/json", "content-encoding", "gzip")))
        .isEqualTo(415);
  }

  private static void passes(Route.Body body, boolean hasBody, Map<String, String> headers) {
    assertThatCode(() -> BodyRules.check(route(body), hasBody, headers, LIMITS))
        .doesNotThrowAnyException();
  }

  private static int refused(Route.Body body, boolean hasBody, Map<String, String> headers) {
    return catchThrowableOfType(
            ProblemException.class, () -> BodyRules.check(route(body), hasBody, headers, LIMITS))
        .problem()
        .status();
  }

  private static Route route(Route.Body body) {
    return Route.post("/x", Scope.SEND, body, request -> Reply.noContent());
  }
}
