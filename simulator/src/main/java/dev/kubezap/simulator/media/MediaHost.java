package dev.kubezap.simulator.media;

import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.strict.Violations;
import dev.kubezap.simulator.transport.HttpRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes uploads and serves downloads as the service's media hosts do. */
public final class MediaHost {
  /** What uploads show. */
  public static final String AUTH = "simulator/auth+token=";

  private static final String OF_CHANNEL = "/newsletter/";

  private static final Pattern UPLOAD =
      Pattern.compile(
          "/(mms/|newsletter/newsletter-)(image|video|audio|document)/([A-Za-z0-9_-]{43})\\?(.*)");
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]{1,15})-([0-9]{1,15})?");
  private static final int CODE = 10;
  private static final int BLOCK = 16;

  private final Blobs blobs;
  private final Violations violations;
  private final String authority;
  private final boolean secure;
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicInteger cuts = new AtomicInteger();

  /**
   * A host.
   *
   * @param authority its name and port, as clients write it
   */
  public MediaHost(Blobs blobs, Violations violations, String authority, boolean secure) {
    this.blobs = blobs;
    this.violations = violations;
    this.authority = authority;
    this.secure = secure;
  }

  /** Answers the next so many requests by 503. */
  public void refuse(int requests) {
    refusals.set(requests);
  }

  /** Breaks the next so many downloads off in their middle. */
  public void cutOff(int downloads) {
    cuts.set(downloads);
  }

  /** Answers a request; false when it is none for a media host. */
  public boolean answer(HttpRequest request, InputStream in, OutputStream out) throws IOException {
    boolean upload =
        request.target().startsWith("/mms/") || request.target().startsWith(OF_CHANNEL);
    if (!upload && !request.target().startsWith("/v/")) {
      return false;
    }
    if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      // Unread bytes would reset the connection before the answer is read.
      request.body(in).transferTo(OutputStream.nullOutputStream());
      answer(out, "503 Service Unavailable", "");
    } else if (upload && request.method().equals("POST")) {
      upload(request, in, out);
    } else if (!upload && request.method().equals("GET")) {
      download(request, out);
    } else {
      answer(out, "405 Method Not Allowed", "");
    }
    return true;
  }

  private void upload(HttpRequest request, InputStream in, OutputStream out) throws IOException {
    Matcher target = UPLOAD.matcher(request.target());
    Blobs.Stored stored = blobs.put(request.body(in));
    if (!target.matches()) {
      violations.add("media-target", authority, "an upload to an unknown place");
      answer(out, "404 Not Found", "");
      return;
    }
    boolean ofChannel = request.target().startsWith(OF_CHANNEL);
    String token = target.group(3);
    if (!HttpRequest.parameter(target.group(4), "auth").equals(AUTH)
        || !HttpRequest.parameter(target.group(4), "token").equals(token)) {
      violations.add("media-auth", authority, "an upload without the token that it was given");
      answer(out, "401 Unauthorized", "");
      return;
    }
    String digest =
        Base64.getUrlEncoder().withoutPadding().encodeToString(stored.digest().toArray());
    if (!digest.equals(token)) {
      violations.add("media-digest", authority, "an upload whose bytes have another digest");
      answer(out, "400 Bad Request", "");
      return;
    }
    if (!ofChannel && isUnsealed(stored)) {
      violations.add("media-form", authority, "an upload of " + stored.size() + " bytes");
    }
    String path = stored.directPath();
    String url = (secure ? "https://" : "http://") + authority + path;
    answer(
        out,
        "200 OK",
        "{\"url\":\""
            + url.replace("/", "\\/")
            + "\",\"direct_path\":\""
            + path
            + (ofChannel ? "\",\"handle\":\"" + handle(stored.digest()) : "")
            + "\"}");
  }

  /** By which a channel's message names a file that was uploaded for it. */
  public static String handle(Bytes digest) {
    return "handle:" + digest.toHex();
  }

  private static boolean isUnsealed(Blobs.Stored stored) {
    return stored.size() < BLOCK + CODE || (stored.size() - CODE) % BLOCK != 0;
  }

  private void download(HttpRequest request, OutputStream out) throws IOException {
    Optional<Path> found = blobs.find(request.target());
    if (found.isEmpty()) {
      answer(out, "410 Gone", "");
      return;
    }
    long size = Files.size(found.get());
    Matcher range = RANGE.matcher(request.header("range"));
    boolean part = range.matches();
    long first = part ? Long.parseLong(range.group(1)) : 0;
    long last =
        part && range.group(2) != null
            ? Math.min(Long.parseLong(range.group(2)), size - 1)
            : size - 1;
    if (first > last) {
      answer(out, "416 Range Not Satisfiable", "");
      return;
    }
    long length = last - first + 1;
    head(
        out,
        part ? "206 Partial Content" : "200 OK",
        length,
        part ? "Content-Range: bytes " + first + "-" + last + "/" + size + "\r\n" : "");
    boolean cut = cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    copy(found.get(), first, cut ? length / 2 : length, out);
  }

  private static void copy(Path file, long first, long length, OutputStream out)
      throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(first);
      byte[] buffer = new byte[1 << 16];
      long left = length;
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          throw new EOFException("a blob is shorter than it was");
        }
        out.write(buffer, 0, read);
        left -= read;
      }
      out.flush();
    }
  }

  private static void answer(OutputStream out, String status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    head(out, status, body.length, "Content-Type: application/json\r\n");
    out.write(body);
    out.flush();
  }

  private static void head(OutputStream out, String status, long length, String more)
      throws IOException {
    String head =
        "HTTP/1.1 "
            + status
            + "\r\n"
            + more
            + "Content-Length: "
            + length
            + "\r\nConnection: close\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.US_ASCII));
  }
}
