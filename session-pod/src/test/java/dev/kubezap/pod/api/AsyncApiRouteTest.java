package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class AsyncApiRouteTest {
  @AutoClose private final ApiFixture api = new ApiFixture();

  private JsonNode document() throws Exception {
    ApiFixture.Answer answer = api.get("/asyncapi.json", "Authorization", "");
    assertThat(answer.status()).isEqualTo(200);
    return answer.longJson();
  }

  @Test
  void describesEveryEventOnEveryWay() throws Exception {
    JsonNode document = document();

    assertThat(names(document.at("/components/messages"))).isEqualTo(EventCatalog.names());
    for (String way : Set.of("stream", "socket", "webhook")) {
      assertThat(names(document.at("/channels/" + way + "/messages")))
          .isEqualTo(EventCatalog.names());
    }
    assertThat(names(document.path("operations")))
        .containsExactlyInAnyOrder("sendStream", "sendSocket", "sendWebhook");
    assertThat(document.at("/channels/webhook").get("address").isNull()).isTrue();
    assertThat(document.at("/components/messages/message.received").toString())
        .isEqualTo(
            "{\"name\":\"message.received\",\"summary\":\"Somebody sent a message to this account.\","
                + "\"contentType\":\"application/cloudevents+json\",\"payload\":{\"allOf\":["
                + "{\"$ref\":\"#/components/schemas/Event\"},{\"properties\":{\"type\":"
                + "{\"const\":\"dev.kubezap.message.received\"},\"dataschema\":"
                + "{\"const\":\"urn:kubezap:event:message.received:1\"},\"data\":"
                + "{\"$ref\":\"#/components/schemas/Message\"}}}]}}");
    assertThat(document.at("/components/schemas/StatusEventData/properties/failure").toString())
        .isEqualTo("{\"$ref\":\"#/components/schemas/MessageFailure\"}");
  }

  @Test
  void refersOnlyToWhatItDefines() throws Exception {
    JsonNode document = document();
    for (String reference : document.findValuesAsText("$ref")) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as("%s", reference).isFalse();
    }
  }

  /** Both documents say the same of an event. */
  @Test
  void saysWhatTheOpenApiDocumentSays() throws Exception {
    JsonNode ours = document().at("/components/schemas/Event");
    JsonNode theirs = api.get("/openapi.json").longJson().at("/components/schemas/Event");

    assertThat(names(ours.path("properties"))).isEqualTo(names(theirs.path("properties")));
    assertThat(ours.path("required")).isEqualTo(theirs.path("required"));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    assertThat(names).isNotEmpty();
    return names;
  }
}
