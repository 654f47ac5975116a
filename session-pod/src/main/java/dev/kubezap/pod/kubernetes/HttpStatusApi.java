package dev.kubezap.pod.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.config.KubernetesSettings;
import dev.kubezap.pod.config.SessionName;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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

/** Speaks to the API server with the pod's service account. Used by one thread. */
final class HttpStatusApi implements StatusApi {
  private static final String FIELD_MANAGER = "kubezap-session";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KubernetesSettings settings;
  private final URI address;
  private Optional<TrustedClient> client = Optional.empty();

  /** A client, and the authorities that it was made for. */
  private record TrustedClient(HttpClient http, ByteString authorities) {}

  HttpStatusApi(KubernetesSettings settings, SessionName session) {
    this.settings = settings;
    address =
        settings
            .apiServer()
            .resolve(
                "/apis/kubezap.dev/v1alpha1/namespaces/"
                    + session.namespace()
                    + "/whatsappsessions/"
                    + session.name()
                    + "/status");
  }

  @Override
  public Answer read() throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address).GET());
  }

  @Override
  public Answer apply(ObjectNode document) throws IOException, InterruptedException {
    URI target = URI.create(address + "?fieldManager=" + FIELD_MANAGER);
    return send(
        HttpRequest.newBuilder(target)
            // JSON is YAML, and the API server takes YAML alone for an apply.
            .header("Content-Type", "application/apply-patch+yaml")
            .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(Json.bytes(document))));
  }

  private Answer send(HttpRequest.Builder builder) throws IOException, InterruptedException {
    // The kubelet replaces the token while the pod runs.
    String token = Files.readString(file("token")).strip();
    HttpRequest request =
        builder
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .timeout(PATIENCE)
            .build();
    HttpResponse<byte[]> response = http().send(request, HttpResponse.BodyHandlers.ofByteArray());
    return answerOf(response);
  }

  private static Answer answerOf(HttpResponse<byte[]> response) throws IOException {
    try {
      JsonNode document = Json.read(response.body());
      return response.statusCode() / 100 == 2 && document instanceof ObjectNode resource
          ? new Answer.Resource(resource)
          : new Answer.Refused(response.statusCode(), document.path("message").asText());
    } catch (MalformedJsonException e) {
      if (response.statusCode() / 100 == 2) {
        throw new IOException("the API server answered with something that is not JSON", e);
      }
      String text = new String(response.body(), StandardCharsets.UTF_8).strip();
      return new Answer.Refused(
          response.statusCode(), text.substring(0, Math.min(200, text.length())));
    }
  }

  private HttpClient http() throws IOException {
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
