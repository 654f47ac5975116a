package dev.kubezap.playground.controlplane;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The keys with which API server and node know each other. */
public final class NodeCredentials {

  private final CertifiedKey client;
  private final CertifiedKey server;

  private NodeCredentials(CertifiedKey client, CertifiedKey server) {
    this.client = client;
    this.server = server;
  }

  /** Those of this folder, made when they are not there. */
  static NodeCredentials in(Path folder) throws IOException, InterruptedException {
    return new NodeCredentials(
        CertifiedKey.in(folder, "kubelet-client", "CN=kube-apiserver"),
        CertifiedKey.in(folder, "kubelet-server", "CN=playground"));
  }

  /** PEM file of the API server's certificate for nodes. */
  Path clientCertificate() {
    return client.certificate();
  }

  /** PEM file of its key. */
  Path clientKey() {
    return client.privateKey();
  }

  /** For a server of the node's that takes connections from the API server alone. */
  public SSLContext serverContext() throws IOException {
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(server.store(), CertifiedKey.PASSWORD);
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("client", client.store().getCertificate(CertifiedKey.ALIAS));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException cause) {
      throw new IOException("the node's keys cannot be used", cause);
    }
  }
}
