package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** {@code /openapi.json}: the API's description, for everybody. */
public final class OpenApiRoute {
  static final String RESOURCE = "/openapi.json";

  /** Stands in the resource for the types of all events, which the catalogue lists. */
  private static final String EVENT_TYPES = "\"dev.kubezap.*\"";

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.open("/openapi.json", request -> Reply.of("application/json", document())));
  }

  /** The document as a tree. */
  static JsonNode tree() {
    return Json.readOwn(document().toByteArray());
  }

  private static ByteString document() {
    try (InputStream stream = OpenApiRoute.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException("openapi.json is not part of this build");
      }
      String types =
          EventCatalog.names().stream()
              .map(name -> "\"dev.kubezap." + name + "\"")
              .collect(Collectors.joining(", "));
      String resource = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return ByteString.copyFromUtf8(resource.replace(EVENT_TYPES, types));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
