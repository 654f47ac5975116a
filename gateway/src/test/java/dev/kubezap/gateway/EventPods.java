package dev.kubezap.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * Session pods as far as their streams of events go: each of them is an address of this machine,
 * all of them one server.
 */
final class EventPods implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Pod> pods = new ConcurrentHashMap<>();
  private final HttpServer server;

  /** One of them. */
  static final class Pod {
    private final String source;
    private final String url;
    private volatile String stats = "";
    private final List<String> events = new ArrayList<>();
    private final List<HttpServerResponse> streams = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();

    private Pod(String source, String url) {
      this.source = source;
      this.url = url;
    }

    String url() {
      return url;
    }

    /** What those who opened streams sent, by names of headers in lower case. */
    List<Map<String, String>> requests() {
      return requests;
    }

    /** What it says that it has counted; nothing: it does not answer. */
    void counted(String document) {
      stats = document;
    }

    /** How many streams are open. */
    int open() {
      return streams.size();
    }

    /** Something happened. */
    synchronized void append(String type, String text) {
      int sequence = events.size() + 1;
      String event =
          """
          id: %d
          event: %s
          data: {"specversion":"1.0","id":"%s-%d","source":"%s","type":"dev.kubezap.%s","sequence":"%d","data":{"text":"%s"}}

          """
              .formatted(sequence, type, source, sequence, source, type, sequence, text);
      events.add(event);
      streams.forEach(stream -> stream.write(event));
    }

    /** The connections of all streams end. */
    synchronized void drop() {
      streams.forEach(stream -> stream.reset());
      streams.clear();
    }

    private synchronized void stream(HttpServerRequest request) {
      var headers = new java.util.TreeMap<String, String>();
      request
          .headers()
          .forEach(
              one -> headers.put(one.getKey().toLowerCase(java.util.Locale.ROOT), one.getValue()));
      requests.add(headers);
      String last = request.getHeader("Last-Event-ID");
      int after = last == null ? events.size() : Integer.parseInt(last);
      HttpServerResponse response = request.response();
      response.putHeader("Content-Type", "text/event-stream").setChunked(true);
      response.closeHandler(any -> streams.remove(response));
      response.exceptionHandler(any -> streams.remove(response));
      response.write("retry: 2000\nid: " + after + "\n\n");
      events.subList(after, events.size()).forEach(response::write);
      streams.add(response);
    }
  }

  EventPods() throws Exception {
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHost("0.0.0.0").setPort(0))
            .requestHandler(this::answer)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
  }

  private void answer(HttpServerRequest request) {
    Pod pod = pods.get(request.localAddress().hostAddress());
    if (pod != null && request.path().equals("/api/v1/events")) {
      pod.stream(request);
    } else if (pod != null && request.path().equals("/api/v1/session/stats")) {
      request.response().setStatusCode(pod.stats.isEmpty() ? 503 : 200).end(pod.stats);
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  /** A further pod. */
  Pod pod(String namespace, String name) {
    int number = pods.size() + 1;
    String address = "127.1." + number / 250 + "." + (number % 250 + 1);
    var pod =
        new Pod(
            "/namespaces/" + namespace + "/sessions/" + name,
            "http://" + address + ":" + server.actualPort());
    pods.put(address, pod);
    return pod;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
