package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.store.QuarantineQueries.Quarantined;
import dev.kubezap.whatsapp.engine.QuarantineKey;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QuarantineRoutesTest {
  @AutoClose private final ApiFixture api = new ApiFixture();

  @BeforeEach
  void setAside() {
    api.archive.quarantine.add(
        new Quarantined(
            "q1",
            new QuarantineKey.Entry(
                "message",
                "IllegalStateException: x",
                ByteString.copyFromUtf8("stanza"),
                List.of(ByteString.copyFromUtf8("text")),
                Instant.parse("2026-11-21T10:00:00Z"))));
  }

  @Test
  void listsWhatWasSetAsideWithoutWhatItSays() throws Exception {
    assertThat(api.get("/api/v1/quarantine").json().toString())
        .isEqualTo(
            "{\"items\":[{\"id\":\"q1\",\"kind\":\"message\",\"error\":\"IllegalStateException: x\","
                + "\"at\":\"2026-11-21T10:00:00Z\",\"bytes\":6}]}");
  }

  @Test
  void exportsOne() throws Exception {
    ApiFixture.Answer answer = api.get("/api/v1/quarantine/q1");
    assertThat(answer.json().path("input").asText()).isEqualTo("c3Rhbnph");
    assertThat(answer.json().path("decrypted").toString()).isEqualTo("[\"dGV4dA==\"]");
    assertThat(api.get("/api/v1/quarantine/other").status()).isEqualTo(404);
  }

  @Test
  void handlesOneAnewAndForgetsIt() throws Exception {
    assertThat(api.post("/api/v1/quarantine/q1/replay", "{}").status()).isEqualTo(204);
    assertThat(api.post("/api/v1/quarantine/other/replay", "{}").status()).isEqualTo(404);
    assertThat(api.send(api.request("/api/v1/quarantine/q1").DELETE().build()).status())
        .isEqualTo(204);
    assertThat(api.client.quarantine).containsExactly("replayed q1", "discarded q1");
  }

  @Test
  void isForAdministratorsAlone() throws Exception {
    HttpRequest asReader =
        api.request("/api/v1/quarantine")
            .setHeader("Authorization", "Bearer " + ApiFixture.READER)
            .build();
    assertThat(api.send(asReader).status()).isEqualTo(403);
  }
}
