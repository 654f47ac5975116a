package dev.kubezap.pod.bucket;

import dev.kubezap.pod.bucket.BucketException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Requests to the bucket's server, each whole within its time. It follows no redirection: what is
 * signed goes to the host that was named alone. The client is made when the first request needs it.
 */
final class BucketConnection {
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  /** A thousand objects of a list take a third of it. */
  private static final long LARGEST_ANSWER = 2L << 20;

  private final Optional<Path> authorities;
  private Optional<HttpClient> client = Optional.empty();

  BucketConnection(Optional<Path> authorities) {
    this.authorities = authorities;
  }

  /** What it answers, with its body; the time is that of both. */
  HttpResponse<byte[]> send(HttpRequest request, Duration patience)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http()
            .sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new BucketException(Reason.UNREACHABLE, "the bucket does not answer in time", e);
    } catch (ExecutionException e) {
      throw new BucketException(
          Reason.UNREACHABLE, "the bucket is not reached: " + e.getCause(), e);
    } finally {
      answer.cancel(true);
    }
  }

  private synchronized HttpClient http() throws IOException {
    if (client.isEmpty()) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(CONNECTING);
      if (authorities.isPresent()) {
        builder.sslContext(trusting(authorities.get()));
      }
      client = Optional.of(builder.build());
    }
    return client.get();
  }

  private static SSLContext trusting(Path pem) throws IOException {
    try (InputStream certificates = Files.newInputStream(pem)) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(certificates)) {
        trusted.setCertificateEntry("authority-" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the bucket's certificate authorities cannot be used", e);
    }
  }
}
