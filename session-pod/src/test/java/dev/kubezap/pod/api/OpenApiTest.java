package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The description and the routes say the same. */
class OpenApiTest {
  @AutoClose private final ApiFixture api = new ApiFixture();

  @Test
  void describesExactlyTheRoutes() throws Exception {
    Set<String> described = new TreeSet<>();
    document()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    Set<String> served = new TreeSet<>();
    api.routes().forEach(route -> served.add(route.method() + " " + route.path()));

    assertThat(described).isEqualTo(served);
  }

  @Test
  void describesTheScopeOfEachRoute() throws Exception {
    JsonNode paths = document().path("paths");
    for (Route route : api.routes()) {
      JsonNode operation = paths.path(route.path()).path(route.method().toLowerCase(Locale.ROOT));
      String scope = route.access().needed().map(Scope::text).orElse("");
      assertThat(operation.path("x-scope").asText()).as("%s", route.path()).isEqualTo(scope);
    }
  }

  @Test
  void refersOnlyToWhatItDefines() throws Exception {
    JsonNode document = document();
    for (String reference : document.findValuesAsText("$ref")) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as("%s", reference).isFalse();
    }
    assertThat(document.path("openapi").asText()).startsWith("3.1");
    assertThat(document.findValuesAsText("operationId")).doesNotHaveDuplicates();
  }

  @Test
  void namesEveryEvent() throws Exception {
    List<String> types = new ArrayList<>();
    document()
        .at("/components/schemas/Event/properties/type/enum")
        .forEach(type -> types.add(type.asText()));

    assertThat(types)
        .containsExactlyElementsOf(
            EventCatalog.names().stream().map(name -> "dev.kubezap." + name).toList());
  }

  private JsonNode document() throws Exception {
    ApiFixture.Answer answer = api.get("/openapi.json", "Authorization", "");
    assertThat(answer.status()).isEqualTo(200);
    return answer.longJson();
  }
}
