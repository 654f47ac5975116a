package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.content.LocationContent;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A session takes events as the CloudEvents SDK sends them, and each once. */
class CloudEventRoutesTest {
  private static final String PATH = "/api/v1/cloudevents";
  private static final String SEND = "dev.kubezap.message.send";
  private static final String TEXT =
      "{\"to\":\"+4915112345678\",\"type\":\"text\",\"text\":\"hi\"}";

  @AutoClose private final ApiFixture api = new ApiFixture();

  private SendRequest sent() {
    return api.client.accepted.getLast();
  }

  private String key() {
    return sent().idempotency().orElseThrow().key();
  }

  private static CloudEvent event(String id, String source, String type, String data) {
    return CloudEventBuilder.v1()
        .withId(id)
        .withSource(URI.create(source))
        .withType(type)
        .withData("application/json", data.getBytes(StandardCharsets.UTF_8))
        .build();
  }

  private HttpResponse<String> post(String path, boolean structured, CloudEvent event)
      throws Exception {
    HttpRequest.Builder request = api.request(path);
    var writer =
        HttpMessageFactory.createWriter(
            request::setHeader, body -> request.POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    if (structured) {
      writer.writeStructured(event, "application/cloudevents+json");
    } else {
      writer.writeBinary(event);
    }
    return api.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sendsTheMessageOfAnEventOnce(boolean structured) throws Exception {
    HttpResponse<String> answer = post(PATH, structured, event("1", "/orders", SEND, TEXT));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers().firstValue("location").orElseThrow())
        .startsWith("/api/v1/messages/");
    assertThat(sent().to()).isEqualTo(Jid.of("4915112345678@s.whatsapp.net"));
    assertThat(((TextContent) sent().content()).text()).isEqualTo("hi");
    // printf '/orders\n1' | sha256sum
    assertThat(key())
        .isEqualTo("cloudevent-1d00f60a0688bc3f9ab2656a89c99d9a32290c3cdd833ad4363d13f8b249f7d5");
  }

  /** As the HTTP binding has it; the SDK for Java does not encode. */
  @Test
  void attributesInHeadersArePercentEncoded() throws Exception {
    HttpRequest.Builder request =
        api.request(
                PATH + "?to=%2B4915112345678&template=%7B%7Bsubject%7D%7D",
                "ce-specversion",
                "1.0",
                "ce-id",
                "1",
                "ce-source",
                "/a",
                "ce-type",
                "x",
                "ce-subject",
                "%C3%A4+%E2%82%AC%20")
            .header("Content-Type", "application/json");

    assertThat(api.send(request.POST(HttpRequest.BodyPublishers.ofString("{}")).build()).status())
        .isEqualTo(202);
    assertThat(((TextContent) sent().content()).text()).isEqualTo("ä+€");
    HttpRequest broken =
        request
            .setHeader("ce-subject", "%zz")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThat(api.send(broken).json().path("errors").findValuesAsText("field"))
        .containsExactly("ce-subject");
  }

  @Test
  void theSameIdOfAnotherSourceIsAnotherMessage() throws Exception {
    Set<String> keys = new TreeSet<>();
    for (String source : List.of("/a", "/b")) {
      assertThat(post(PATH, true, event("1", source, SEND, TEXT)).statusCode()).isEqualTo(202);
      keys.add(key());
    }
    assertThat(keys).hasSize(2);
  }

  @Test
  void anyKindOfMessageIsSentToTheChatOfTheAddress() throws Exception {
    String place = "{\"type\":\"location\",\"latitude\":52.5,\"longitude\":13.4}";

    assertThat(
            post(PATH + "?to=%2B4915112345678", false, event("1", "/a", SEND, place)).statusCode())
        .isEqualTo(202);
    assertThat(sent().to()).isEqualTo(Jid.of("4915112345678@s.whatsapp.net"));
    assertThat(sent().content()).isInstanceOf(LocationContent.class);
  }

  @Test
  void aTemplateMakesATextOfAnyEvent() throws Exception {
    String path =
        PATH
            + "?to=%2B4915112345678&template=%7B%7Btype%7D%7D%20of%20%7B%7Bsource%7D%7D%3A%20%7B%7Bdata.name%7D%7D";

    assertThat(
            post(path, false, event("7", "/registry", "image.pushed", "{\"name\":\"shop:2\"}"))
                .statusCode())
        .isEqualTo(202);
    assertThat(((TextContent) sent().content()).text())
        .isEqualTo("image.pushed of /registry: shop:2");
  }

  @Test
  void needsTheScopeToSend() throws Exception {
    ApiFixture.Answer answer = api.post(PATH, "{}", "Authorization", "Bearer " + ApiFixture.READER);

    assertThat(answer.status()).isEqualTo(403);
  }

  /** A broker sets no header of its own. */
  @Test
  void takesAKeyInTheAddressWhereThatIsSwitchedOn() throws Exception {
    CloudEvent event = event("1", "/a", SEND, TEXT);
    try (ApiFixture open = new ApiFixture(true)) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(open.uri(PATH + "?apiKey=" + ApiFixture.ADMIN));
      HttpMessageFactory.createWriter(
              request::setHeader,
              body -> request.POST(HttpRequest.BodyPublishers.ofByteArray(body)))
          .writeBinary(event);
      assertThat(
              open.http()
                  .send(request.build(), HttpResponse.BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(202);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'specversion':'0.3','id':'1','source':'/a','type':'x','data':{}}         |                          | specversion",
        "{'id':'1','source':'/a','type':'x','data':{}}                             |                          | specversion",
        "{'specversion':'1.0','source':'/a','type':'x','data':{}}                  |                          | id",
        "{'specversion':'1.0','id':7,'source':'/a','type':'x','data':{}}           |                          | id",
        "{'specversion':'1.0','id':'1','type':'x','data':{}}                       |                          | source",
        "{'specversion':'1.0','id':'1','source':'/a','data':{}}                    |                          | type",
        "{'specversion':'1.0','id':'1','source':'/a','type':'x','data':'y'}        |                          | data",
        "{'specversion':'1.0','id':'1','source':'/a','type':'x','data':{}}         |                          | type",
        "{'specversion':'1.0','id':'1','source':'/a','type':'x','data':{}}         | ?template=x              | to",
        "{'specversion':'1.0','id':'1','source':'/a','type':'x','data':{}}         | ?x=1                     | x",
        "{'specversion':'1.0','id':'1','source':'/a','type':'dev.kubezap.message.send','data':{'to':'+4915112345678'}} | | type"
      })
  void saysWhatIsWrong(String body, @Nullable String query, String field) throws Exception {
    ApiFixture.Answer answer =
        api.send(
            api.request(PATH + (query == null ? "" : query))
                .header("Content-Type", "application/cloudevents+json")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build());

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("errors").findValuesAsText("field")).containsExactly(field);
    assertThat(api.client.accepted).isEmpty();
  }

  @Test
  void aListOfEventsIsNotTaken() throws Exception {
    HttpRequest batch =
        api.request(PATH)
            .header("Content-Type", "application/cloudevents-batch+json")
            .POST(HttpRequest.BodyPublishers.ofString("[]"))
            .build();

    assertThat(api.send(batch).status()).isEqualTo(415);
  }
}
