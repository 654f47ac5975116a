package dev.kubezap.pod.bucket;

import com.google.protobuf.UnsafeByteOperations;
import dev.kubezap.pod.bucket.BucketException.Reason;
import dev.kubezap.whatsapp.crypto.Sha256;
import dev.kubezap.whatsapp.crypto.Sha256Stream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket. Of an answer no more is in memory than was asked for. Safe for use by several threads.
 */
public final class Bucket {
  private static final String NOTHING = RequestSignature.hex(Sha256.digest());
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes \\d+-\\d+/(\\d{1,18})");
  private static final SortedMap<String, String> NO_QUERY = Collections.emptySortedMap();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What the slowest line that is still of use takes. */
  private static final long BYTES_PER_SECOND = 64 * 1024;

  private static final int BUFFER = 64 * 1024;

  private final BucketAddress address;
  private final BucketKeys keys;
  private final BucketConnection connection;
  private final InstantSource clock;

  /**
   * Nothing is asked yet.
   *
   * @param authorities a PEM file of those to trust instead of the system's
   */
  public Bucket(
      BucketAddress address, BucketKeys keys, Optional<Path> authorities, InstantSource clock) {
    this.address = address;
    this.keys = keys;
    this.connection = new BucketConnection(authorities);
    this.clock = clock;
  }

  /** Puts a file there, whole or not at all. */
  public void put(String key, Path file) throws IOException, InterruptedException {
    Duration patience = PATIENCE.plusSeconds(Files.size(file) / BYTES_PER_SECOND);
    HttpRequest.BodyPublisher body = BodyPublishers.ofFile(file);
    var _ = send(new Asked("PUT", key, NO_QUERY, digest(file), Optional.empty()), body, patience);
  }

  /**
   * Reads bytes of an object.
   *
   * @param length at most so many
   * @throws BucketException ABSENT when there is none
   */
  public ObjectPart read(String key, long from, int length)
      throws IOException, InterruptedException {
    String range = "bytes=" + from + "-" + (from + length - 1);
    HttpResponse<byte[]> answer =
        send(
            new Asked("GET", key, NO_QUERY, NOTHING, Optional.of(range)),
            BodyPublishers.noBody(),
            PATIENCE);
    Matcher told = CONTENT_RANGE.matcher(answer.headers().firstValue("content-range").orElse(""));
    if (answer.statusCode() == 206 && told.matches() && answer.body().length <= length) {
      return new ObjectPart(
          UnsafeByteOperations.unsafeWrap(answer.body()), Long.parseLong(told.group(1)));
    }
    if (answer.statusCode() == 200 && from == 0 && answer.body().length <= length) {
      return new ObjectPart(UnsafeByteOperations.unsafeWrap(answer.body()), answer.body().length);
    }
    throw new BucketException(Reason.STRANGE, "the bucket does not answer with what was asked for");
  }

  /** Removes an object, if it is there. */
  public void remove(String key) throws IOException, InterruptedException {
    try {
      var _ =
          send(
              new Asked("DELETE", key, NO_QUERY, NOTHING, Optional.empty()),
              BodyPublishers.noBody(),
              PATIENCE);
    } catch (BucketException e) {
      if (e.reason() != Reason.ABSENT) {
        throw e;
      }
    }
  }

  /** All objects whose keys begin so. */
  public List<StoredObject> list(String prefix) throws IOException, InterruptedException {
    List<StoredObject> all = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      SortedMap<String, String> query = new TreeMap<>();
      query.put("list-type", "2");
      query.put("prefix", prefix);
      next.ifPresent(token -> query.put("continuation-token", token));
      HttpResponse<byte[]> answer =
          send(
              new Asked("GET", "", query, NOTHING, Optional.empty()),
              BodyPublishers.noBody(),
              PATIENCE);
      ObjectListing listing = ObjectListing.parse(answer.body());
      // A server that knows no prefix must not have others' objects removed.
      listing.objects().stream().filter(it -> it.key().startsWith(prefix)).forEach(all::add);
      if (listing.next().equals(next) && next.isPresent()) {
        throw new BucketException(Reason.STRANGE, "the bucket's list of objects does not end");
      }
      next = listing.next();
    } while (next.isPresent());
    return all;
  }

  private record Asked(
      String method,
      String key,
      SortedMap<String, String> query,
      String digest,
      Optional<String> range) {}

  private HttpResponse<byte[]> send(Asked asked, HttpRequest.BodyPublisher body, Duration patience)
      throws IOException, InterruptedException {
    URI uri = address.of(asked.key(), asked.query());
    SortedMap<String, String> headers = new TreeMap<>();
    headers.put("x-amz-content-sha256", asked.digest());
    headers.put("x-amz-date", RequestSignature.time(clock.instant()));
    asked.range().ifPresent(range -> headers.put("range", range));
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(asked.method(), body);
    headers.forEach(request::header);
    headers.put("host", uri.getAuthority());
    request.header(
        "Authorization", RequestSignature.of(asked.method(), uri, headers, address.region(), keys));
    HttpResponse<byte[]> answer = connection.send(request.build(), patience);
    if (answer.statusCode() / 100 != 2) {
      throw refusal(answer.statusCode(), ObjectListing.errorCode(answer.body()));
    }
    return answer;
  }

  private static BucketException refusal(int status, String code) {
    String told = code.isEmpty() ? "status " + status : status + " " + code;
    return switch (status) {
      case 404 ->
          code.equals("NoSuchBucket")
              ? new BucketException(Reason.NO_BUCKET, "there is no such bucket")
              : new BucketException(Reason.ABSENT, "there is no such object");
      // Of an object that was cut to nothing there is no first byte.
      case 416 -> new BucketException(Reason.ABSENT, "there are no such bytes");
      case 400, 401, 403 ->
          new BucketException(Reason.REFUSED, "the bucket refuses the request: " + told);
      case 408, 409, 425, 429 ->
          new BucketException(Reason.UNREACHABLE, "the bucket asks for patience: " + told);
      default ->
          status >= 500
              ? new BucketException(Reason.UNREACHABLE, "the bucket cannot now: " + told)
              : new BucketException(Reason.STRANGE, "the bucket answers " + told);
    };
  }

  private static String digest(Path file) throws IOException {
    Sha256Stream digest = new Sha256Stream();
    byte[] buffer = new byte[BUFFER];
    try (InputStream bytes = Files.newInputStream(file)) {
      for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return RequestSignature.hex(digest.finish());
  }
}
