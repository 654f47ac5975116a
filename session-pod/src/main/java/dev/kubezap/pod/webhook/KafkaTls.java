package dev.kubezap.pod.webhook;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.jspecify.annotations.Nullable;

/** TLS to brokers of Kafka: the certificate must be that of the host that is connected to. */
public final class KafkaTls implements SslEngineFactory {
  /** The setting that holds whose certificates are trusted. */
  static final String TRUST = "kubezap.tls";

  private @Nullable SSLContext context;

  /** Says whose certificates are trusted. */
  @FunctionalInterface
  interface Context {
    SSLContext get() throws GeneralSecurityException;
  }

  /** The library copies settings, and would print what is no class of its own. */
  record Trust(Context context) {}

  /** Made by the library. */
  public KafkaTls() {}

  @Override
  public void configure(Map<String, ?> settings) {
    Trust trust = (Trust) Objects.requireNonNull(settings.get(TRUST));
    try {
      context = trust.context().get();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("there is no TLS", e);
    }
  }

  @Override
  public SSLEngine createClientSslEngine(String host, int port, String identification) {
    SSLEngine engine = Objects.requireNonNull(context).createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }

  @Override
  public SSLEngine createServerSslEngine(String host, int port) {
    throw new UnsupportedOperationException("it makes no servers");
  }

  @Override
  public boolean shouldBeRebuilt(Map<String, Object> settings) {
    return false;
  }

  @Override
  public Set<String> reconfigurableConfigs() {
    return Set.of();
  }

  @Override
  public @Nullable KeyStore keystore() {
    return null;
  }

  @Override
  public @Nullable KeyStore truststore() {
    return null;
  }

  @Override
  public void close() {
    context = null;
  }
}
