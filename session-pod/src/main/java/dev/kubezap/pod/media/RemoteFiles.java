package dev.kubezap.pod.media;

import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.whatsapp.transport.OpenException;
import dev.kubezap.whatsapp.transport.WebClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Files at callers' URLs. Each address that is connected to is asked about, also after a redirect,
 * so that neither a redirect nor a name that changes its address leads inside.
 */
final class RemoteFiles {
  private static final int MOST_REDIRECTS = 5;
  private static final int PART = 32 * 1024;
  private static final Map<String, String> HEADERS =
      Map.of("User-Agent", "Kubezap", "Accept", "*/*");

  private final WebClient web;

  RemoteFiles(Predicate<InetAddress> allowed) {
    web = new WebClient(Optional.empty(), Optional.empty(), allowed);
  }

  /** A redirect, if the answer was one. */
  private record Next(Optional<String> location) {}

  /**
   * Gets a file.
   *
   * @param url {@code http} or {@code https} with a host
   * @param most bytes; of more, {@code tooLarge} is the problem
   * @throws ProblemException 422 when it cannot be had
   */
  void get(URI url, long most, Problem tooLarge, OutputStream target) {
    URI at = url;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      Next next = get(at, most, tooLarge, target, url);
      if (next.location().isEmpty()) {
        return;
      }
      at = resolved(at, next.location().get());
    }
    throw unreachable("leads from one address to another without an end");
  }

  private Next get(URI at, long most, Problem tooLarge, OutputStream target, URI first) {
    try {
      return web.exchange(
          new WebClient.Request("GET", at, HEADERS, Optional.empty(), most),
          answer -> take(answer, most, tooLarge, target));
    } catch (OpenException e) {
      throw unreachable(
          e.step() == OpenException.Step.NAME
              ? "must lead to a public address: " + at.getHost() + " does not"
              : "cannot be reached: no connection to " + at.getHost());
    } catch (IOException e) {
      throw unreachable("cannot be read: the answer of " + first.getHost() + " breaks off");
    }
  }

  private static Next take(
      WebClient.Answer answer, long most, Problem tooLarge, OutputStream target)
      throws IOException {
    int status = answer.status();
    if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) {
      return new Next(
          Optional.of(
              answer
                  .header("location")
                  .orElseThrow(
                      () -> unreachable("leads to another address that it does not name"))));
    }
    if (status != 200) {
      throw unreachable("is answered with status " + status);
    }
    if (answer.length().orElse(0L) > most) {
      throw new ProblemException(tooLarge);
    }
    copy(answer.body(), most, tooLarge, target);
    return new Next(Optional.empty());
  }

  private static void copy(InputStream body, long most, Problem tooLarge, OutputStream target)
      throws IOException {
    byte[] part = new byte[PART];
    long taken = 0;
    for (int read = body.read(part); read >= 0; read = body.read(part)) {
      taken += read;
      if (taken > most) {
        throw new ProblemException(tooLarge);
      }
      target.write(part, 0, read);
    }
  }

  private static URI resolved(URI at, String location) {
    try {
      URI next = at.resolve(location);
      boolean secure = "https".equals(next.getScheme());
      boolean plain = "http".equals(next.getScheme()) && !"https".equals(at.getScheme());
      if (next.getHost() != null && (secure || plain)) {
        return next;
      }
    } catch (IllegalArgumentException e) {
      throw unreachable("leads to another address that is none");
    }
    throw unreachable("leads to another address that is not taken, such as one without TLS");
  }

  private static ProblemException unreachable(String why) {
    return new ProblemException(Problem.invalid("media.url", why));
  }
}
