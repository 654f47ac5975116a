package dev.kubezap.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.tracing.CollectedSpan;
import dev.kubezap.tracing.Collector;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Spans of requests, at a collector. */
@QuarkusTest
@TestProfile(RunningGateway.Variables.class)
@WithKubernetesTestServer
@QuarkusTestResource(value = TracesTest.Collecting.class, restrictToAnnotatedClass = true)
class TracesTest extends RunningGateway {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00f067aa0ba902b7";

  /** A collector that is there before the gateway. */
  public static final class Collecting implements QuarkusTestResourceLifecycleManager {
    private @Nullable Collector collector;

    @Override
    public Map<String, String> start() {
      try {
        collector = new Collector();
      } catch (java.io.IOException e) {
        throw new IllegalStateException(e);
      }
      return Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
    }

    @Override
    public void inject(Object test) {
      ((TracesTest) test).collector = collector;
    }

    @Override
    public void stop() {
      Optional.ofNullable(collector).ifPresent(Collector::close);
    }
  }

  private @Nullable Collector collector;

  @Test
  void aRequestGoesOnWithinASpanThatHoldsNothingOfIt() throws Exception {
    make("{\"name\": \"s\"}");
    run(resource("shop", "s"));
    send(
        "POST",
        "/api/v1/sessions/shop/s/chats/4915110000003@s.whatsapp.net/typing",
        FLEET,
        "{\"text\": \"a secret text\"}",
        "traceparent",
        "00-" + TRACE + "-" + PARENT + "-01",
        "Idempotency-Key",
        "a-secret-key");
    List<CollectedSpan> spans = await().until(() -> spans(TRACE), found -> !found.isEmpty());
    CollectedSpan span = spans.getFirst();
    assertThat(spans).hasSize(1);
    assertThat(span.service()).isEqualTo("kubezap-gateway");
    assertThat(span.parentId()).isEqualTo(PARENT);
    assertThat(span.kind()).isEqualTo(2);
    assertThat(span.name()).isEqualTo("POST /api/v1/sessions/{namespace}/{name}/*");
    assertThat(span.attributes())
        .isEqualTo(
            Map.of(
                "http.request.method",
                "POST",
                "http.route",
                "/api/v1/sessions/{namespace}/{name}/*",
                "http.response.status_code",
                "201"));
    assertThat(pod.last().headers())
        .containsEntry("traceparent", "00-" + TRACE + "-" + span.spanId() + "-01");
    assertThat(span.toString())
        .doesNotContain("4915110000003")
        .doesNotContain("secret")
        .doesNotContain(FLEET);
  }

  @Test
  void aCallerWithoutATraceBeginsOne() throws Exception {
    assertThat(send("GET", "/api/v1/sessions/4915110000004/4915110000004", FLEET, "").statusCode())
        .isEqualTo(404);
    CollectedSpan span =
        await()
            .until(() -> found("GET /api/v1/sessions/{namespace}/{name}"), Optional::isPresent)
            .orElseThrow();
    assertThat(span.parentId()).isEmpty();
    assertThat(span.failed()).isFalse();
    assertThat(span.toString()).doesNotContain("4915110000004");
  }

  private List<CollectedSpan> spans(String trace) {
    return Optional.ofNullable(collector).orElseThrow().spans(trace);
  }

  private Optional<CollectedSpan> found(String name) {
    return Optional.ofNullable(collector).orElseThrow().spans().stream()
        .filter(span -> span.name().equals(name))
        .findFirst();
  }
}
