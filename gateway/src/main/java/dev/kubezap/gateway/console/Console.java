package dev.kubezap.gateway.console;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Serves the console's files. They hold no data: whatever the page shows, it asks of the API with
 * the key that its user gave, so that serving it gives nobody anything.
 */
public final class Console {

  /** Where it is. */
  public static final String PATH = "/console";

  /** What its page is made of; whatever is not named is not served. */
  static final List<String> FILES =
      List.of(
          "index.html",
          "console.css",
          "icon.svg",
          "main.js",
          "api.js",
          "caller.js",
          "confirm.js",
          "dom.js",
          "format.js",
          "stream.js",
          "texts.js",
          "texts-en.js",
          "texts-pt.js",
          "chat.js",
          "chats.js",
          "compose.js",
          "create.js",
          "events.js",
          "message.js",
          "overview.js",
          "pairing.js",
          "queue.js",
          "session.js",
          "sessions.js",
          "signin.js",
          "stats.js");

  /**
   * Nothing from elsewhere, no script but the files above, and no form or text that becomes one.
   * Pictures and sounds of messages are fetched with the key and shown from memory.
   */
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
          + " media-src blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

  private final Map<String, ConsoleFile> files;

  /** Reads all files, so that one that is missing is noticed by the start. */
  public Console() {
    files = FILES.stream().collect(Collectors.toMap(Function.identity(), ConsoleFile::read));
  }

  /** Answers a request for a path that is {@link #PATH} or begins with it and a slash. */
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      context.next();
      return;
    }
    if (request.path().equals(PATH)) {
      // Relative, for a proxy may have taken a prefix away that the browser goes on with.
      var _ =
          context
              .response()
              .setStatusCode(308)
              .putHeader("Location", PATH.substring(1) + "/")
              .end();
      return;
    }
    String name = request.path().substring(PATH.length() + 1);
    Optional<ConsoleFile> file =
        Optional.ofNullable(files.get(name.isEmpty() ? "index.html" : name));
    file.ifPresentOrElse(found -> answer(request, context.response(), found), context::next);
  }

  private static void answer(
      HttpServerRequest request, HttpServerResponse response, ConsoleFile file) {
    response.putHeader("Content-Security-Policy", POLICY);
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("X-Frame-Options", "DENY");
    response.putHeader("Referrer-Policy", "no-referrer");
    response.putHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.putHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.putHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
    response.putHeader("ETag", file.tag());
    // Asked for each time, answered without a body: a new version is there with the next load.
    response.putHeader("Cache-Control", "no-cache");
    if (file.tag().equals(request.getHeader("If-None-Match"))) {
      var _ = response.setStatusCode(304).end();
      return;
    }
    response.putHeader("Content-Type", file.mediaType());
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader("Content-Length", Integer.toString(file.bytes().length()));
      var _ = response.end();
      return;
    }
    var _ = response.end(file.bytes());
  }
}
