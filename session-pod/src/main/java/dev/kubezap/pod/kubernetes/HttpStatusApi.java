package dev.kubezap.pod.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.config.KubernetesSettings;
import dev.kubezap.pod.config.SessionName;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Speaks to the API server with the pod's service account. Used by one thread. */
final class HttpStatusApi implements StatusApi {
  private static final String FIELD_MANAGER = "kubezap-session";

  private final ApiServer server;
  private final URI address;

  HttpStatusApi(KubernetesSettings settings, SessionName session) {
    server = new ApiServer(settings);
    address =
        server.resolve(
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
    return answerOf(server.send(builder));
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
}
