package dev.kubezap.gateway.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/** Where issuers tell about themselves. */
final class IssuerSources {

  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private IssuerSources() {}

  /** The API server, whose documents every service account may read. */
  static Issuer.Source apiServer(KubernetesClient client) {
    return () -> issuer(raw(client, DISCOVERY), raw(client, "/openid/v1/jwks"));
  }

  private static String raw(KubernetesClient client, String path) throws IOException {
    try {
      String document = client.raw(path);
      if (document == null) {
        throw new IOException(path + " is not there");
      }
      return document;
    } catch (KubernetesClientException e) {
      throw new IOException(path + " was answered by " + e.getCode(), e);
    }
  }

  /** An OpenID Connect issuer at this address. */
  static Issuer.Source openId(HttpClient http, URI issuer) {
    return () -> {
      String discovery =
          get(http, URI.create(issuer.toString().replaceFirst("/$", "") + DISCOVERY));
      String keys = JSON.readTree(discovery).path("jwks_uri").asText();
      if (!keys.matches("https?://\\S+")) {
        throw new IOException("the issuer's discovery document names no jwks_uri");
      }
      return issuer(discovery, get(http, URI.create(keys)));
    };
  }

  private static String get(HttpClient http, URI address) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(address + " was answered by " + answer.statusCode());
    }
    return answer.body();
  }

  private static Issuer issuer(String discovery, String keys) throws IOException {
    try {
      String name = JSON.readTree(discovery).path("issuer").asText();
      if (name.isEmpty()) {
        throw new IOException("the discovery document names no issuer");
      }
      return new Issuer(name, new JsonWebKeySet(keys).getJsonWebKeys());
    } catch (JsonProcessingException | JoseException e) {
      throw new IOException("an issuer's document cannot be read", e);
    }
  }
}
