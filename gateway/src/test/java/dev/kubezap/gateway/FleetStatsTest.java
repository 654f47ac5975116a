package dev.kubezap.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import org.junit.jupiter.api.Test;

/** Sums over all sessions. */
@QuarkusTest
@TestProfile(RunningGateway.Variables.class)
@WithKubernetesTestServer
class FleetStatsTest extends RunningGateway {

  @Test
  void sumsAreThoseOfThePodsThatAnswer() throws Exception {
    try (EventPods pods = new EventPods()) {
      pods.pod("shop", "before");
      counted(running(pods, "shop", "a"), 2, 1, "2026-11-23T10:00:00Z");
      counted(running(pods, "bank", "b"), 30, 5, "2026-11-23T11:00:00Z");
      running(pods, "shop", "away");
      make("{\"name\": \"stopped\", \"start\": false}");
      ObjectNode sums = (ObjectNode) json(send("GET", "/api/v1/stats", FLEET, ""));
      assertThat(sums.remove("generatedAt").asText()).startsWith("20");
      assertThat(sums)
          .isEqualTo(
              JSON.readTree(
                  """
                  {"sessions": {"total": 4, "connected": 3, "suspended": 1, "byPhase": {"Connected": 3, "Pending": 1}},
                   "messages": {"total": 38, "in": 32, "out": 6, "failed": 2,
                     "last24h": {"total": 2, "in": 2, "out": 0, "failed": 0}, "byStatus": {"received": 32, "sent": 6}},
                   "chats": 2, "unread": 4, "queue": {"queued": 6, "failed": 2},
                   "latest": [{"timestamp": "2026-11-23T11:00:00Z", "session": "bank/b"},
                              {"timestamp": "2026-11-23T10:00:00Z", "session": "shop/a"}],
                   "missing": ["shop/away", "shop/stopped"]}
                  """));
      JsonNode own = json(send("GET", "/api/v1/stats?namespace=shop", READER, ""));
      assertThat(own.at("/sessions/total").asInt()).isEqualTo(3);
      assertThat(own.at("/messages/total").asInt()).isEqualTo(3);
      assertThat(json(send("GET", "/api/v1/stats", READER, "")).at("/messages/in").asInt())
          .isEqualTo(2);
      assertThat(send("GET", "/api/v1/stats?phase=Connected", FLEET, "").statusCode())
          .isEqualTo(422);
    }
  }

  @Test
  void capacityIsWhatThereIsAndMayBe() throws Exception {
    make("{\"name\": \"a\"}");
    make("{\"namespace\": \"bank\", \"name\": \"b\", \"start\": false}");
    await()
        .until(
            () ->
                json(send("GET", "/api/v1/capacity", READER, ""))
                    .equals(
                        JSON.readTree(
                            "{\"used\": 2, \"running\": 1, \"maximum\": 20, \"free\": 18}")));
    assertThat(send("GET", "/api/v1/capacity", "", "").statusCode()).isEqualTo(401);
  }

  @Test
  void theDocumentHasEveryPathOfTheGateway() throws Exception {
    JsonNode paths =
        json(send("GET", "/openapi.json", "", "", "Accept", "application/json")).path("paths");
    assertThat(paths.fieldNames())
        .toIterable()
        .contains(
            "/api/v1/sessions",
            "/api/v1/sessions/{namespace}/{name}",
            "/api/v1/stats",
            "/api/v1/capacity",
            "/api/v1/events",
            "/api/v1/events/ws");
  }

  private static void counted(EventPods.Pod pod, int in, int out, String latest) {
    pod.counted(
        """
        {"since": "2026-11-23T00:00:00Z", "messages": {"total": %d, "in": %d, "out": %d, "failed": 1,
          "last24h": {"total": 1, "in": 1, "out": 0, "failed": 0}, "byStatus": {"received": %d, "sent": %d}},
         "chats": 1, "unread": 2, "queue": {"queued": 3, "failed": 1}, "latest": [{"timestamp": "%s"}]}
        """
            .formatted(in + out, in, out, in, out, latest));
  }

  private EventPods.Pod running(EventPods pods, String namespace, String name) throws Exception {
    EventPods.Pod started = pods.pod(namespace, name);
    make("{\"namespace\": \"" + namespace + "\", \"name\": \"" + name + "\"}");
    report(resource(namespace, name), "Connected", null, started.url());
    await()
        .until(
            () ->
                json(send("GET", "/api/v1/sessions/" + namespace + "/" + name, FLEET, ""))
                    .path("connected")
                    .asBoolean());
    return started;
  }
}
