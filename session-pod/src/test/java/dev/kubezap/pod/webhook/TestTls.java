package dev.kubezap.pod.webhook;

import dev.kubezap.whatsapp.transport.TestKeys;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for localhost.
 *
 * @param privateKey its key, as PEM
 * @param trusting trusts it alone
 */
record TestTls(TestKeys keys, Path privateKey, SSLContext trusting) {
  static TestTls make(Path folder) throws Exception {
    TestKeys keys = new TestKeys(folder).make("server", "dns:localhost");
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(folder.resolve("keys.p12"))) {
      store.load(file, "password".toCharArray());
    }
    Path privateKey = folder.resolve("server.key");
    Files.writeString(
        privateKey,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder()
                .encodeToString(store.getKey("server", "password".toCharArray()).getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", store.getCertificate("server"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, trust.getTrustManagers(), null);
    return new TestTls(keys, privateKey, trusting);
  }
}
