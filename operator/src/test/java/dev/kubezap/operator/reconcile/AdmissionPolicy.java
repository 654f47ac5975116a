package dev.kubezap.operator.reconcile;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What many clusters have: a policy that changes each StatefulSet of one namespace as it comes in,
 * so that it never is as its author wrote it, and refuses some.
 */
final class AdmissionPolicy implements AutoCloseable {

  /** What containers are given in place of what was asked for. */
  static final String CPU = "250m";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final String CHANGE =
      "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/resources/requests/cpu\",\"value\":\""
          + CPU
          + "\"}]";

  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final KubernetesClient client;
  private final HttpsServer server;
  private final MutatingWebhookConfiguration configuration;

  AdmissionPolicy(KubernetesClient client, String namespace, Path folder) throws Exception {
    this.client = client;
    KeyStore keys = keys(folder.resolve("policy.p12"));
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    server.createContext("/", this::review);
    server.start();
    String yaml =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: policy-%s}
        webhooks:
        - name: policy.example.com
          admissionReviewVersions: [v1]
          sideEffects: None
          clientConfig: {url: 'https://127.0.0.1:%d/', caBundle: %s}
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}
          rules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [statefulsets]}]
        """
            .formatted(namespace, server.getAddress().getPort(), authority(keys), namespace);
    configuration =
        client
            .resource(
                client
                    .getKubernetesSerialization()
                    .unmarshal(yaml, MutatingWebhookConfiguration.class))
            .create();
    // Until then the API server knows nothing of it.
    await().atMost(Duration.ofSeconds(30)).until(() -> inEffect(namespace));
  }

  private boolean inEffect(String namespace) {
    String yaml =
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: probe, namespace: %s}
        spec:
          serviceName: probe
          selector: {matchLabels: {app: probe}}
          template:
            metadata: {labels: {app: probe}}
            spec: {containers: [{name: probe, image: probe, resources: {requests: {cpu: 1m}}}]}
        """
            .formatted(namespace);
    StatefulSet outcome =
        client
            .resource(client.getKubernetesSerialization().unmarshal(yaml, StatefulSet.class))
            .dryRun()
            .create();
    return CPU.equals(requestedCpu(outcome.getSpec().getTemplate().getSpec()));
  }

  /** What the first container asks for. */
  static String requestedCpu(PodSpec pod) {
    return String.valueOf(pod.getContainers().getFirst().getResources().getRequests().get("cpu"));
  }

  /** From now on the StatefulSet of that name is refused. */
  void refuse(String statefulSet) {
    refused.add(statefulSet);
  }

  private void review(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody()).path("request");
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode response = review.putObject("response");
    response.set("uid", request.path("uid"));
    boolean allowed = !refused.contains(request.path("name").asText());
    response.put("allowed", allowed);
    if (allowed) {
      response.put("patchType", "JSONPatch");
      response.put(
          "patch", Base64.getEncoder().encodeToString(CHANGE.getBytes(StandardCharsets.UTF_8)));
    } else {
      response.putObject("status").put("code", 403).put("message", "not like this");
    }
    byte[] answer = JSON.writeValueAsBytes(review);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private static KeyStore keys(Path file) throws Exception {
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "policy",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD),
                "-dname",
                "CN=policy",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (tool.waitFor() != 0) {
      throw new IOException("keytool made no key");
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  private static String authority(KeyStore keys) throws GeneralSecurityException {
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getCertificate("policy").getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    client.resource(configuration).delete();
    server.stop(0);
  }
}
