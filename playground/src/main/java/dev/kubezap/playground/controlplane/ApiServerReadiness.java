package dev.kubezap.playground.controlplane;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Asks an API server for {@code /readyz} until it says ok. */
final class ApiServerReadiness {

  private static final Duration ONE_ANSWER = Duration.ofSeconds(2);
  private static final Duration BETWEEN = Duration.ofMillis(100);

  private final HttpRequest request;
  private final Path certificate;
  private String lastAnswer = "no answer";

  /**
   * For the server on a loopback port.
   *
   * @param certificate the file into which the server writes its own certificate
   */
  ApiServerReadiness(int port, Path certificate, String token) {
    this.certificate = certificate;
    this.request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/readyz"))
            .timeout(ONE_ANSWER)
            .header("Authorization", "Bearer " + token)
            .build();
  }

  /** Whether it became ready within this time. */
  boolean await(Duration most) throws InterruptedException {
    var deadline = System.nanoTime() + most.toNanos();
    while (System.nanoTime() < deadline) {
      if (ready()) {
        return true;
      }
      Thread.sleep(BETWEEN);
    }
    return false;
  }

  /** What came of the last question. */
  String lastAnswer() {
    return lastAnswer;
  }

  private boolean ready() throws InterruptedException {
    if (!Files.exists(certificate)) {
      return false;
    }
    try (var http = HttpClient.newBuilder().sslContext(trusting(certificate)).build()) {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      lastAnswer = response.statusCode() + " " + response.body().lines().findFirst().orElse("");
      return response.statusCode() == 200;
    } catch (IOException | GeneralSecurityException cause) {
      lastAnswer = String.valueOf(cause.getMessage());
      return false;
    }
  }

  private static SSLContext trusting(Path file) throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (var in = Files.newInputStream(file)) {
      var index = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("server-" + index++, certificate);
      }
    }
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
