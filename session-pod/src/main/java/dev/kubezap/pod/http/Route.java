package dev.kubezap.pod.http;

import java.util.Optional;

/**
 * One operation of the API.
 *
 * @param method such as {@code GET}
 * @param path with {@code {names}} for parameters, such as {@code /api/v1/messages/{id}}
 * @param access who may call it
 * @param body whether it takes a JSON object
 * @param endpoint what answers it
 */
public record Route(String method, String path, Access access, Body body, Endpoint endpoint) {

  /** Who may call a route. */
  public sealed interface Access {
    /** The scope that a key needs; empty when none is asked for. */
    Optional<Scope> needed();

    /** Anybody. */
    record Open() implements Access {
      @Override
      public Optional<Scope> needed() {
        return Optional.empty();
      }
    }

    /** A key with this scope. */
    record Needs(Scope scope) implements Access {
      @Override
      public Optional<Scope> needed() {
        return Optional.of(scope);
      }
    }

    /** A key with this scope, or a ticket, since a page shows the answer as a picture. */
    record NeedsOrTicket(Scope scope) implements Access {
      @Override
      public Optional<Scope> needed() {
        return Optional.of(scope);
      }
    }

    /** A key with this scope, which may stand in the address, since many senders set no header. */
    record NeedsOrKeyInAddress(Scope scope) implements Access {
      @Override
      public Optional<Scope> needed() {
        return Optional.of(scope);
      }
    }

    /** A key with this scope, which may also come in the first frame of a WebSocket. */
    record FirstFrame(Scope scope) implements Access {
      @Override
      public Optional<Scope> needed() {
        return Optional.of(scope);
      }
    }
  }

  /** Whether a ticket opens it: what browsers ask for without a header. */
  boolean takesTicket() {
    return access instanceof Access.NeedsOrTicket
        || endpoint instanceof Endpoint.Stream
        || endpoint instanceof Endpoint.Download;
  }

  /** Whether a key in the address opens it, where keys count there. */
  boolean takesKeyInAddress() {
    return takesTicket() || access instanceof Access.NeedsOrKeyInAddress;
  }

  /** What a route takes as its body. */
  public enum Body {
    NONE,
    /** A JSON object; a missing body counts as an empty one. */
    OPTIONAL_JSON,
    JSON
  }

  /** What answers a route. */
  public sealed interface Endpoint {
    /** A whole answer, made on the thread of its connection; it may wait. */
    record Answer(Handler handler) implements Endpoint {}

    /** A whole answer to a body that is read as it comes, of at most so many bytes. */
    record Upload(long limit, UploadHandler handler) implements Endpoint {}

    /**
     * A whole answer to a JSON object, or to a body that is read as it comes: one of another type,
     * or longer than JSON may be elsewhere.
     */
    record AnswerOrUpload(Handler json, Upload upload) implements Endpoint {}

    /** A stored file, of which the caller may ask for a part. */
    record Download(DownloadHandler handler) implements Endpoint {}

    /** An answer that goes on, such as a stream of events; it ends with the call. */
    record Stream(StreamHandler handler) implements Endpoint {}
  }

  /** Makes an answer. */
  @FunctionalInterface
  public interface Handler {
    Reply handle(Request request) throws Exception;
  }

  /** Takes a body as it comes. */
  @FunctionalInterface
  public interface UploadHandler {
    Reply handle(Request request, UploadedBody body) throws Exception;
  }

  /** Finds a stored file. */
  @FunctionalInterface
  public interface DownloadHandler {
    StoredFile handle(Request request) throws Exception;
  }

  /** A route without a body that answers as a whole. */
  public static Route get(String path, Scope scope, Handler handler) {
    return new Route("GET", path, new Access.Needs(scope), Body.NONE, new Endpoint.Answer(handler));
  }

  /** The same, shown as a picture too: a ticket opens it in place of a key. */
  public static Route picture(String path, Scope scope, Handler handler) {
    return new Route(
        "GET", path, new Access.NeedsOrTicket(scope), Body.NONE, new Endpoint.Answer(handler));
  }

  /** A route that anybody may read. */
  public static Route open(String path, Handler handler) {
    return new Route("GET", path, new Access.Open(), Body.NONE, new Endpoint.Answer(handler));
  }

  /** A route that takes a JSON object. */
  public static Route post(String path, Scope scope, Body body, Handler handler) {
    return new Route("POST", path, new Access.Needs(scope), body, new Endpoint.Answer(handler));
  }

  /** The same for events of systems that set no header: the key may stand in the address. */
  public static Route sink(String path, Scope scope, Handler handler) {
    return new Route(
        "POST",
        path,
        new Access.NeedsOrKeyInAddress(scope),
        Body.JSON,
        new Endpoint.Answer(handler));
  }

  /** A route that puts what a JSON object says in the path's place. */
  public static Route put(String path, Scope scope, Handler handler) {
    return new Route("PUT", path, new Access.Needs(scope), Body.JSON, new Endpoint.Answer(handler));
  }

  /** The same, with a body that need not be there. */
  public static Route put(String path, Scope scope, Body body, Handler handler) {
    return new Route("PUT", path, new Access.Needs(scope), body, new Endpoint.Answer(handler));
  }

  /** A route that changes what the path names by what a JSON object says. */
  public static Route patch(String path, Scope scope, Handler handler) {
    return new Route(
        "PATCH", path, new Access.Needs(scope), Body.JSON, new Endpoint.Answer(handler));
  }

  /** A route that removes what the path names. */
  public static Route delete(String path, Scope scope, Handler handler) {
    return new Route(
        "DELETE", path, new Access.Needs(scope), Body.NONE, new Endpoint.Answer(handler));
  }

  /** A WebSocket. */
  public static Route socket(String path, Scope scope, StreamHandler handler) {
    return new Route(
        "GET", path, new Access.FirstFrame(scope), Body.NONE, new Endpoint.Stream(handler));
  }

  /** A route whose answer goes on. */
  public static Route stream(String path, Scope scope, StreamHandler handler) {
    return new Route("GET", path, new Access.Needs(scope), Body.NONE, new Endpoint.Stream(handler));
  }

  /**
   * A route that reads its body as it comes.
   *
   * @param limit of the body in bytes
   */
  public static Route upload(
      String method, String path, Scope scope, long limit, UploadHandler handler) {
    return new Route(
        method, path, new Access.Needs(scope), Body.NONE, new Endpoint.Upload(limit, handler));
  }

  /**
   * A route that takes a JSON object, or a body that it reads as it comes.
   *
   * @param limit of the body in bytes
   */
  public static Route postOrUpload(
      String path, Scope scope, Handler json, long limit, UploadHandler upload) {
    return new Route(
        "POST",
        path,
        new Access.Needs(scope),
        Body.NONE,
        new Endpoint.AnswerOrUpload(json, new Endpoint.Upload(limit, upload)));
  }

  /**
   * A route that puts what a JSON object says, or a body that it reads as it comes, in the path's
   * place.
   *
   * @param limit of the body in bytes
   */
  public static Route putOrUpload(
      String path, Scope scope, Handler json, long limit, UploadHandler upload) {
    return new Route(
        "PUT",
        path,
        new Access.Needs(scope),
        Body.NONE,
        new Endpoint.AnswerOrUpload(json, new Endpoint.Upload(limit, upload)));
  }

  /** A route that answers with a stored file, or the range of it that is asked for. */
  public static Route download(String path, Scope scope, DownloadHandler handler) {
    return new Route(
        "GET", path, new Access.Needs(scope), Body.NONE, new Endpoint.Download(handler));
  }
}
