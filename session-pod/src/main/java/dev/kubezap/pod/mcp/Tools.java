package dev.kubezap.pod.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tools of {@code mcp-tools.json}, each bound to the route that it names. */
final class Tools {
  private static final String RESOURCE = "/mcp-tools.json";

  private final List<Tool> all;

  private Tools(List<Tool> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Reads them.
   *
   * @param routes the routes that there are
   * @throws IllegalStateException when the resource is missing or names a route that does not exist
   */
  static Tools of(List<Route> routes) {
    try (InputStream stream = Tools.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException("mcp-tools.json is not part of this build");
      }
      List<Tool> tools = new ArrayList<>();
      for (JsonNode entry : Json.read(stream.readAllBytes()).path("tools")) {
        tools.add(tool((ObjectNode) entry, routes));
      }
      return new Tools(tools);
    } catch (MalformedJsonException e) {
      throw new IllegalStateException("mcp-tools.json is no JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tool tool(ObjectNode entry, List<Route> routes) {
    JsonNode called = entry.path("route");
    String method = called.path("method").asText();
    String path = called.path("path").asText();
    Route route =
        routes.stream()
            .filter(one -> one.method().equals(method) && one.path().equals(path))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no route " + method + " " + path));
    ObjectNode shown = entry.deepCopy();
    shown.remove("route");
    ObjectNode fixed =
        called.path("fixed") instanceof ObjectNode members
            ? members
            : JsonNodeFactory.instance.objectNode();
    return new Tool(entry.path("name").asText(), shown, route, fixed);
  }

  /** All of them. */
  List<Tool> all() {
    return all;
  }

  /** The tool of this name. */
  Optional<Tool> find(String name) {
    return all.stream().filter(tool -> tool.name().equals(name)).findFirst();
  }
}
