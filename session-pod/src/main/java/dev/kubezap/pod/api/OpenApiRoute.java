package dev.kubezap.pod.api;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** {@code /openapi.json}: the API's description, for everybody. */
public final class OpenApiRoute {
  static final String RESOURCE = "/openapi.json";

  /** The routes. */
  public List<Route> routes() {
    return List.of(
        Route.open("/openapi.json", request -> Reply.of("application/json", document())));
  }

  private static ByteString document() {
    try (InputStream stream = OpenApiRoute.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException("openapi.json is not part of this build");
      }
      return ByteString.readFrom(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
