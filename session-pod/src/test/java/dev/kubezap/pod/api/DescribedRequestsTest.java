package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.kind.MessageKinds;
import dev.kubezap.pod.store.Samples;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every parameter and every field that a route reads is described, and nothing else is: the routes
 * are called with requests that note what is read of them.
 */
class DescribedRequestsTest {
  /** Opens what cannot be asked for with a header, before a route is asked. */
  private static final Set<String> OF_ALL = Set.of("ticket", "apiKey");

  /** A family of parameters. */
  private static final String METADATA = "metadata.*";

  /** Their bodies are other systems'. */
  private static final List<String> BODIES_OF_OTHERS =
      List.of("/api/v1/receivers/", "/api/v1/cloudevents");

  /** Takes what a message takes, apart from what the feed has no use for, which it names. */
  private static final String STATUS = "/api/v1/status";

  /** Read in the place of text, of a message with a file. */
  private static final String CAPTION =
      "/api/v1/messages/{id} PATCH: caption is described and not read";

  @AutoClose private final ApiFixture api = new ApiFixture();

  @BeforeEach
  void storeSomething() throws Exception {
    Jid eva = Jid.phoneNumber("4915112345678");
    api.archive.chats.add(new Chat(eva, Optional.empty(), Optional.of("Eva"), FakeClient.NOW, 1));
    api.archive.messages.add(Samples.text(1, eva, "hello"));
    api.client.messages.put(api.archive.messages.getFirst().id(), api.archive.messages.getFirst());
  }

  @Test
  void describesEveryParameterAndNoOther() throws Exception {
    Map<String, Set<String>> read = new TreeMap<>();
    Map<String, Set<String>> described = new TreeMap<>();
    for (Route route : answering()) {
      Set<String> names = new TreeSet<>(call(route, Map.of()).parameters);
      read.put(name(route), names);
      Set<String> told = new TreeSet<>();
      for (JsonNode parameter : operation(route).path("parameters")) {
        String name = parameter.path("name").asText();
        if (parameter.path("in").asText().equals("query")
            && !OF_ALL.contains(name)
            && !name.equals(METADATA)) {
          told.add(name);
        }
      }
      described.put(name(route), told);
    }
    assertThat(differences(read, described)).isEmpty();
  }

  @Test
  void describesEveryFieldAndNoOther() throws Exception {
    Map<String, Set<String>> read = new TreeMap<>();
    Map<String, Set<String>> described = new TreeMap<>();
    for (Route route : answering()) {
      if (!takesBody(route)
          || BODIES_OF_OTHERS.stream().anyMatch(route.path()::startsWith)
          || route.path().equals(STATUS)) {
        continue;
      }
      JsonNode schema =
          operation(route).at("/requestBody/content").path("application/json").path("schema");
      Set<String> told = new TreeSet<>();
      fields(schema, told);
      Set<String> names = new TreeSet<>();
      for (Map<String, JsonNode> given : bodies(told)) {
        names.addAll(call(route, given).fields);
      }
      read.put(name(route), names);
      described.put(name(route), told);
    }
    assertThat(differences(read, described)).containsExactly(CAPTION);
  }

  private static List<String> differences(
      Map<String, Set<String>> read, Map<String, Set<String>> described) {
    List<String> all = new ArrayList<>();
    read.forEach(
        (route, names) -> {
          Set<String> told = described.getOrDefault(route, Set.of());
          names.stream()
              .filter(name -> !told.contains(name))
              .forEach(name -> all.add(route + ": " + name + " is not described"));
          told.stream()
              .filter(name -> !names.contains(name))
              .forEach(name -> all.add(route + ": " + name + " is described and not read"));
        });
    return all;
  }

  /** What is read depends on the type of a message. */
  private static List<Map<String, JsonNode>> bodies(Set<String> told) {
    return told.contains("type")
        ? MessageKinds.sendable().stream()
            .map(type -> Map.<String, JsonNode>of("type", JsonNodeFactory.instance.textNode(type)))
            .toList()
        : List.of(Map.of());
  }

  private void fields(JsonNode schema, Set<String> names) throws Exception {
    if (schema.has("$ref")) {
      fields(document().at(schema.path("$ref").asText().substring(1)), names);
      return;
    }
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    for (String several : List.of("allOf", "anyOf", "oneOf")) {
      for (JsonNode one : schema.path(several)) {
        fields(one, names);
      }
    }
  }

  /** Streams read nothing but their parameters, with their connection. */
  private List<Route> answering() {
    return api.routes().stream()
        .filter(route -> !(route.endpoint() instanceof Route.Endpoint.Stream))
        // Their bodies are files, without fields.
        .filter(route -> !(route.endpoint() instanceof Route.Endpoint.Upload))
        .filter(route -> !route.path().equals("/api/v1/mcp"))
        .toList();
  }

  private static boolean takesBody(Route route) {
    return route.body() != Route.Body.NONE
        || route.endpoint() instanceof Route.Endpoint.AnswerOrUpload;
  }

  private Noted call(Route route, Map<String, JsonNode> body) throws Exception {
    Noted noted = new Noted();
    body.forEach(noted.body::set);
    Map<String, String> path = new LinkedHashMap<>();
    for (String segment : route.path().split("/", -1)) {
      if (segment.startsWith("{")) {
        path.put(segment.substring(1, segment.length() - 1), value(route.path(), segment));
      }
    }
    Request request =
        new Request(path, noted.query, Map.of("x-api-key", ApiFixture.ADMIN), noted.body);
    try {
      switch (route.endpoint()) {
        case Route.Endpoint.Answer answer -> answer.handler().handle(request);
        case Route.Endpoint.AnswerOrUpload both -> both.json().handle(request);
        case Route.Endpoint.Download download -> download.handler().handle(request);
        case Route.Endpoint.Upload _, Route.Endpoint.Stream _ ->
            throw new AssertionError(route.path());
      }
    } catch (ProblemException e) {
      assertThat(e.problem().status()).as("%s", route.path()).isLessThan(600);
    }
    return noted;
  }

  private String value(String path, String segment) {
    if (segment.equals("{name}")) {
      return "shop";
    }
    if (path.contains("/messages/{id}")) {
      return api.archive.messages.getFirst().id();
    }
    if (path.contains("/groups") || path.contains("/communities")) {
      return segment.equals("{participant}") ? "4915112345678@s.whatsapp.net" : "120363001@g.us";
    }
    return path.contains("/channels") ? "120363001@newsletter" : "4915112345678@s.whatsapp.net";
  }

  private static String name(Route route) {
    return route.path() + " " + route.method();
  }

  private JsonNode operation(Route route) throws Exception {
    return document()
        .path("paths")
        .path(route.path())
        .path(route.method().toLowerCase(Locale.ROOT));
  }

  private Optional<JsonNode> read = Optional.empty();

  private JsonNode document() throws Exception {
    if (read.isEmpty()) {
      read = Optional.of(api.get("/openapi.json", "Authorization", "").longJson());
    }
    return read.get();
  }

  /** A request that notes what is read of it. */
  private static final class Noted {
    final Set<String> parameters = new HashSet<>();
    final Set<String> fields = new HashSet<>();
    final Map<String, List<String>> query =
        new HashMap<>() {
          @Override
          public List<String> getOrDefault(Object name, List<String> otherwise) {
            parameters.add((String) name);
            return super.getOrDefault(name, otherwise);
          }
        };

    @SuppressWarnings("unchecked") // Jackson's own node overrides a generic method
    final ObjectNode body =
        new ObjectNode(JsonNodeFactory.instance) {
          @Override
          public JsonNode get(String name) {
            fields.add(name);
            return super.get(name);
          }

          @Override
          public JsonNode path(String name) {
            fields.add(name);
            return super.path(name);
          }

          @Override
          public boolean has(String name) {
            fields.add(name);
            return super.has(name);
          }
        };
  }
}
