package dev.kubezap.gateway.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.gateway.front.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing of a path that a caller chose is in a trace. */
class TracedRouteTest {
  @ParameterizedTest
  @CsvSource({
    "/api/v1/sessions, /api/v1/sessions",
    "/api/v1/sessions/shop/sales, /api/v1/sessions/{namespace}/{name}",
    "/api/v1/sessions/shop/sales/restart, /api/v1/sessions/{namespace}/{name}/restart",
    "/api/v1/sessions/shop/sales/messages, /api/v1/sessions/{namespace}/{name}/*",
    "/api/v1/sessions/shop/sales/numbers/4915110000003, /api/v1/sessions/{namespace}/{name}/*",
    "/api/v1/sessions/shop/sales/events, stream",
    "/api/v1/sessions/shop/sales/events/ws, stream",
    "/api/v1/numbers/4915110000003, /api/v1/*",
    "/api/v1/events, stream",
    "/api/v1/events/ws, stream",
    "/api/v1/stats, /api/v1/stats",
    "/api/v1/caller, /api/v1/caller",
    "/api/v1/sessions/4915110000003,",
    "/api/v1/../4915110000003,",
  })
  void namesThePattern(String path, String route) {
    assertThat(TracedRoute.of(path, Target.of(path)).orElse(null)).isEqualTo(route);
  }
}
