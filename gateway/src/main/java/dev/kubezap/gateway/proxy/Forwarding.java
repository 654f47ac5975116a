package dev.kubezap.gateway.proxy;

import dev.kubezap.gateway.front.Answers;
import dev.kubezap.gateway.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** One request on its way to a pod, and its answer on the way back. Runs on one event loop. */
final class Forwarding {

  static final int AGAIN_AFTER_SECONDS = 3;

  private static final Set<HttpMethod> REPEATABLE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final RoutingContext context;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final HttpClient client;
  private final RequestOptions options;

  Forwarding(RoutingContext context, HttpClient client, RequestOptions options) {
    this.context = context;
    this.client = client;
    this.options = options;
    request = context.request();
    response = context.response();
  }

  /** Passes body and answer on as they come, each no faster than it is taken. */
  void stream() {
    if (hasBody()) {
      request.pause();
    }
    boolean repeatable = REPEATABLE.contains(request.method()) && !hasBody();
    attempt(repeatable ? 2 : 1);
  }

  private boolean hasBody() {
    String length = request.getHeader("Content-Length");
    return request.headers().contains("Transfer-Encoding")
        || (length != null && !length.equals("0"));
  }

  /** A connection that rested may have been ended by a pod that went: a second one tells. */
  private void attempt(int tries) {
    client
        .request(options)
        .onFailure(failure -> away(false))
        .onSuccess(
            upstream ->
                send(upstream)
                    .onSuccess(answer -> answer(upstream, answer))
                    .onFailure(
                        failure -> {
                          if (tries > 1) {
                            attempt(tries - 1);
                          } else {
                            away(true);
                          }
                        }));
  }

  private Future<HttpClientResponse> send(HttpClientRequest upstream) {
    // Whoever asked is gone: so is the reason to have it answered.
    response.exceptionHandler(gone -> upstream.reset());
    response.closeHandler(gone -> upstream.reset());
    if (!hasBody()) {
      return upstream.send();
    }
    if (!request.headers().contains("Content-Length")) {
      upstream.setChunked(true);
    }
    Future<Void> sent = request.pipe().endOnFailure(false).to(upstream);
    var _ = sent.onFailure(failure -> upstream.reset());
    return upstream.response();
  }

  private void answer(HttpClientRequest upstream, HttpClientResponse answer) {
    response.setStatusCode(answer.statusCode());
    PassedHeaders.copy(answer.headers(), response.headers(), Set.of());
    if (!answer.headers().contains("Content-Length")) {
      response.setChunked(true);
    }
    answer
        .pipe()
        .endOnFailure(false)
        .to(response)
        .onFailure(
            broken -> {
              // What was passed on is not the whole: only a broken connection tells that.
              upstream.reset();
              var _ = response.reset();
            });
  }

  /** Hands the connection over once the pod has agreed to change its protocol. */
  void tunnel() {
    request.pause();
    options.putHeader("Connection", "Upgrade");
    options.putHeader("Upgrade", request.getHeader("Upgrade"));
    client
        .request(options)
        .onFailure(failure -> away(false))
        .onSuccess(
            upstream ->
                upstream
                    .connect()
                    .onFailure(failure -> away(false))
                    .onSuccess(answer -> switched(upstream, answer)));
  }

  private void switched(HttpClientRequest upstream, HttpClientResponse answer) {
    if (answer.statusCode() != 101) {
      resume();
      answer(upstream, answer);
      return;
    }
    NetSocket pod = answer.netSocket();
    pod.pause();
    PassedHeaders.copy(answer.headers(), response.headers(), Set.of());
    response.putHeader("Connection", "Upgrade");
    response.putHeader("Upgrade", answer.getHeader("Upgrade"));
    request.toNetSocket().onFailure(failure -> pod.close()).onSuccess(caller -> join(pod, caller));
  }

  private static void join(NetSocket pod, NetSocket caller) {
    pod.closeHandler(any -> caller.close());
    caller.closeHandler(any -> pod.close());
    pod.pipeTo(caller);
    caller.pipeTo(pod);
    pod.resume();
  }

  /**
   * The pod does not answer.
   *
   * @param sent whether it may have taken the request
   */
  private void away(boolean sent) {
    resume();
    boolean unsure = sent && !REPEATABLE.contains(request.method());
    Answers.problem(
        context,
        Problem.unavailable(
            "session-unavailable",
            unsure
                ? "The session's pod went before it answered: send the request again with the same"
                    + " Idempotency-Key, which is taken once."
                : "The session's pod does not answer, it may be starting: try again shortly.",
            AGAIN_AFTER_SECONDS));
  }

  /** What nobody read is read away, so that the connection can take a next request. */
  private void resume() {
    if (!request.isEnded()) {
      request.resume();
    }
  }
}
