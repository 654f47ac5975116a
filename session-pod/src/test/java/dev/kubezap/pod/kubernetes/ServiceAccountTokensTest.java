package dev.kubezap.pod.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.kubezap.pod.config.KubernetesSettings;
import dev.kubezap.simulator.transport.SelfMadeAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceAccountTokensTest {
  private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");
  private static final String ISSUER = "https://kubernetes.default.svc";
  private static final String SUBJECT = "system:serviceaccount:shop:orders";
  private static final KeyPair RSA = pair("RSA");
  private static final KeyPair EC = pair("EC");

  @TempDir private Path account;
  private final SelfMadeAuthority authority =
      SelfMadeAuthority.create("127.0.0.1", Instant.now(), new SecureRandom());
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final HttpsServer server = server();
  private volatile int status = 200;
  private volatile String keys = keys(rsa("one"), ec("two"));

  private static HttpsServer server() {
    try {
      return HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KeyPair pair(String kind) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      if (kind.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      } else {
        generator.initialize(2048);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void begin() throws Exception {
    Files.writeString(account.resolve("token"), "our-own");
    Files.writeString(account.resolve("ca.crt"), authority.pem());
    server.setHttpsConfigurator(new HttpsConfigurator(authority.context()));
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          requests.add(path + " " + exchange.getRequestHeaders().getFirst("Authorization"));
          boolean forKeys = path.equals("/openid/v1/jwks");
          String body = forKeys ? keys : "{\"issuer\":\"" + ISSUER + "\"}";
          byte[] answer = body.getBytes(StandardCharsets.UTF_8);
          // As kube-apiserver does with a type that it does not produce at the path.
          String type = forKeys ? "application/jwk-set+json" : "application/json";
          boolean acceptable = type.equals(exchange.getRequestHeaders().getFirst("Accept"));
          exchange.sendResponseHeaders(acceptable ? status : 406, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  @Test
  void knowsTokensOfBothAlgorithmsAndAsksOnce() throws Exception {
    ServiceAccountTokens tokens = tokens();
    for (int i = 0; i < 3; i++) {
      assertThat(tokens.judge(token("RS256", "one", claims("kubezap", ISSUER, 600))))
          .isEqualTo(new ServiceAccountTokens.Verdict.Subject(SUBJECT));
      assertThat(tokens.judge(token("ES256", "two", claims("kubezap", ISSUER, 600))))
          .isEqualTo(new ServiceAccountTokens.Verdict.Subject(SUBJECT));
    }
    assertThat(requests)
        .containsExactly(
            "/.well-known/openid-configuration Bearer our-own", "/openid/v1/jwks Bearer our-own");
  }

  @ParameterizedTest
  @CsvSource({
    "another audience, vault, https://kubernetes.default.svc, 600",
    "another issuer, kubezap, https://elsewhere.example, 600",
    "expired, kubezap, https://kubernetes.default.svc, -31",
  })
  void refuses(String name, String audience, String issuer, long seconds) throws Exception {
    assertThat(tokens().judge(token("RS256", "one", claims(audience, issuer, seconds))))
        .as(name)
        .isEqualTo(new ServiceAccountTokens.Verdict.Refused());
  }

  @Test
  void refusesWhatTheApiServerDidNotSign() throws Exception {
    String good = token("RS256", "one", claims("kubezap", ISSUER, 600));
    String[] parts = good.split("\\.", -1);
    String other = claims("kubezap", ISSUER, 601);
    for (String forged :
        List.of(
            parts[0] + "." + encode(other) + "." + parts[2],
            parts[0] + "." + parts[1] + ".",
            encode("{\"alg\":\"none\",\"kid\":\"one\"}") + "." + parts[1] + ".",
            encode("{\"alg\":\"HS256\",\"kid\":\"one\"}") + "." + parts[1] + "." + parts[2],
            encode("{\"alg\":\"RS256\",\"kid\":\"two\"}") + "." + parts[1] + "." + parts[2],
            good + ".more",
            "not.a.token",
            "eyJ")) {
      assertThat(tokens().judge(forged))
          .as(forged)
          .isEqualTo(new ServiceAccountTokens.Verdict.Refused());
    }
  }

  @Test
  void newKeyIsFoundAndUnknownOnesCauseNoTraffic() throws Exception {
    ServiceAccountTokens tokens = tokens();
    keys = keys(ec("two"));
    String rotated = token("RS256", "one", claims("kubezap", ISSUER, 600));
    assertThat(tokens.judge(rotated)).isEqualTo(new ServiceAccountTokens.Verdict.Refused());
    keys = keys(rsa("one"), ec("two"));
    for (int i = 0; i < 50; i++) {
      tokens.judge(token("ES256", "made-up-" + i, claims("kubezap", ISSUER, 600)));
    }
    assertThat(requests).as("within half a minute").hasSize(2);

    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(tokens.judge(rotated)).isEqualTo(new ServiceAccountTokens.Verdict.Subject(SUBJECT));
    assertThat(requests).hasSize(4);
  }

  @Test
  void keepsItsKeysWhileTheApiServerIsAway() throws Exception {
    ServiceAccountTokens tokens = tokens();
    String good = token("RS256", "one", claims("kubezap", ISSUER, 600));
    status = 503;
    assertThat(tokens.judge(good)).isEqualTo(new ServiceAccountTokens.Verdict.Unknown());
    status = 200;
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    assertThat(tokens.judge(good)).isEqualTo(new ServiceAccountTokens.Verdict.Subject(SUBJECT));
    status = 503;
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(tokens.judge(good)).isEqualTo(new ServiceAccountTokens.Verdict.Subject(SUBJECT));
  }

  private ServiceAccountTokens tokens() {
    URI address = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    return new ServiceAccountTokens(
        new KubernetesSettings(address, account, true),
        Clock.fixed(NOW, ZoneOffset.UTC),
        nanos::get);
  }

  private static String claims(String audience, String issuer, long seconds) {
    return "{\"aud\":[\"other\",\"%s\"],\"iss\":\"%s\",\"exp\":%d,\"nbf\":%d,\"sub\":\"%s\"}"
        .formatted(
            audience, issuer, NOW.getEpochSecond() + seconds, NOW.getEpochSecond() - 3600, SUBJECT);
  }

  private static String token(String algorithm, String key, String claims) throws Exception {
    String content =
        encode("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + key + "\"}") + "." + encode(claims);
    boolean rsa = algorithm.equals("RS256");
    Signature signer =
        Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
    signer.initSign(rsa ? RSA.getPrivate() : EC.getPrivate());
    signer.update(content.getBytes(StandardCharsets.US_ASCII));
    return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signer.sign());
  }

  private static String keys(String... keys) {
    return "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"secret\",\"k\":\"AAAA\"},"
        + String.join(",", keys)
        + "]}";
  }

  private static String rsa(String id) {
    RSAPublicKey key = (RSAPublicKey) RSA.getPublic();
    return "{\"kty\":\"RSA\",\"kid\":\"%s\",\"alg\":\"RS256\",\"n\":\"%s\",\"e\":\"%s\"}"
        .formatted(id, number(key.getModulus(), 256), number(key.getPublicExponent(), 3));
  }

  private static String ec(String id) {
    ECPublicKey key = (ECPublicKey) EC.getPublic();
    return "{\"kty\":\"EC\",\"kid\":\"%s\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}"
        .formatted(id, number(key.getW().getAffineX(), 32), number(key.getW().getAffineY(), 32));
  }

  private static String number(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] exact = new byte[length];
    int from = Math.max(0, bytes.length - length);
    System.arraycopy(bytes, from, exact, length - (bytes.length - from), bytes.length - from);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(exact, length));
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
