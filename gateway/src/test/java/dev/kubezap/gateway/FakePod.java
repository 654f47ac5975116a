package dev.kubezap.gateway;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A session pod as far as the gateway sees one: it tells back what it was asked. */
final class FakePod {

  /**
   * A request as it arrived.
   *
   * @param headers by lower-case name
   */
  record Seen(String method, String uri, Map<String, String> headers, String body) {}

  private final Vertx vertx = Vertx.vertx();
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private HttpServer server;

  FakePod() throws Exception {
    server = listen(0);
  }

  private HttpServer listen(int port) throws Exception {
    return vertx
        .createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(port))
        .requestHandler(this::answer)
        .listen()
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private void answer(HttpServerRequest request) {
    if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      // Not by the webSocketHandler of the server: behind a gateway that was started anew in this
      // process, it was seen to be passed by.
      request
          .toWebSocket()
          .onSuccess(
              socket ->
                  socket.textMessageHandler(text -> socket.writeTextMessage("you said " + text)))
          .onFailure(failure -> request.response().setStatusCode(500).end(failure.toString()));
      return;
    }
    request.body().onSuccess(body -> answer(request, body));
  }

  private void answer(HttpServerRequest request, Buffer body) {
    var headers = new java.util.TreeMap<String, String>();
    request
        .headers()
        .forEach(
            one -> headers.put(one.getKey().toLowerCase(java.util.Locale.ROOT), one.getValue()));
    seen.add(new Seen(request.method().name(), request.uri(), headers, body.toString()));
    var response = request.response();
    switch (request.path()) {
      case "/api/v1/events" -> {
        response.putHeader("Content-Type", "text/event-stream").setChunked(true);
        response.write("id: 1\ndata: first\n\n");
        vertx.setTimer(50, any -> response.write("id: 2\ndata: second\n\n"));
      }
      case "/api/v1/messages/1/media" ->
          response
              .setStatusCode(206)
              .putHeader("Content-Range", "bytes 0-3/10")
              .putHeader("Connection", "X-Private")
              .putHeader("X-Private", "of this hop alone")
              .end("0123");
      case "/api/v1/broken" -> request.connection().close();
      default ->
          response.setStatusCode(201).putHeader("X-Pod", "yes").end("length " + body.length());
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  Seen last() {
    return seen.getLast();
  }

  List<Seen> all() {
    return seen;
  }

  /** Goes away and comes back at the same port. */
  void restart() throws Exception {
    int port = server.actualPort();
    server.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    // The system may take a moment to give the port free.
    await().ignoreExceptions().until(() -> listenAgain(port));
  }

  private boolean listenAgain(int port) throws Exception {
    server = listen(port);
    return true;
  }

  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
