package dev.kubezap.pod.kubernetes;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.config.KubernetesSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The API server as the pod's service account reaches it. Safe for use by several threads. */
final class ApiServer {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KubernetesSettings settings;
  private Optional<TrustedClient> client = Optional.empty();

  /** A client, and the authorities that it was made for. */
  private record TrustedClient(HttpClient http, ByteString authorities) {}

  ApiServer(KubernetesSettings settings) {
    this.settings = settings;
  }

  /** The address of a path. */
  URI resolve(String path) {
    return settings.apiServer().resolve(path);
  }

  /** Sends a request for JSON as the service account. */
  HttpResponse<byte[]> send(HttpRequest.Builder builder) throws IOException, InterruptedException {
    return send(builder, "application/json");
  }

  /**
   * Sends a request as the service account.
   *
   * @param type the media type of the answer; with another than its own the API server refuses it
   */
  HttpResponse<byte[]> send(HttpRequest.Builder builder, String type)
      throws IOException, InterruptedException {
    // The kubelet replaces the token while the pod runs.
    String token = Files.readString(file("token")).strip();
    HttpRequest request =
        builder
            .header("Authorization", "Bearer " + token)
            .header("Accept", type)
            .timeout(PATIENCE)
            .build();
    return http().send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  private synchronized HttpClient http() throws IOException {
    ByteString authorities = ByteString.copyFrom(Files.readAllBytes(file("ca.crt")));
    if (client.isEmpty() || !client.get().authorities().equals(authorities)) {
      HttpClient http =
          HttpClient.newBuilder()
              .sslContext(trusting(authorities))
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(PATIENCE)
              .build();
      client = Optional.of(new TrustedClient(http, authorities));
    }
    return client.get().http();
  }

  private static SSLContext trusting(ByteString authorities) throws IOException {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(authorities.newInput())) {
        trusted.setCertificateEntry("authority-" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the service account's ca.crt cannot be used", e);
    }
  }

  private Path file(String name) {
    return settings.serviceAccountFolder().resolve(name);
  }
}
