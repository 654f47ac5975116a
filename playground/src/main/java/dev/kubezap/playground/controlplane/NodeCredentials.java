package dev.kubezap.playground.controlplane;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The keys with which API server and node know each other, made at the first start by the JDK's
 * {@code keytool}. They lie in a folder that only its owner can enter.
 */
public final class NodeCredentials {

  private static final char[] PASSWORD = "playground".toCharArray();
  private static final String ALIAS = "key";

  private final Path folder;

  private NodeCredentials(Path folder) {
    this.folder = folder;
  }

  /** Those of this folder, made when they are not there. */
  static NodeCredentials in(Path folder) throws IOException, InterruptedException {
    var credentials = new NodeCredentials(folder);
    if (!Files.exists(credentials.clientKey())) {
      credentials.generate("kubelet-client", "CN=kube-apiserver");
      credentials.generate("kubelet-server", "CN=playground");
      credentials.exportClient();
    }
    return credentials;
  }

  /** PEM file of the API server's certificate for nodes. */
  Path clientCertificate() {
    return folder.resolve("kubelet-client.crt");
  }

  /** PEM file of its key. */
  Path clientKey() {
    return folder.resolve("kubelet-client.key");
  }

  /** For a server of the node's that takes connections from the API server alone. */
  public SSLContext serverContext() throws IOException {
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(load("kubelet-server"), PASSWORD);
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("client", load("kubelet-client").getCertificate(ALIAS));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException cause) {
      throw new IOException("the node's keys in " + folder + " cannot be used", cause);
    }
  }

  private void generate(String name, String subject) throws IOException, InterruptedException {
    var file = folder.resolve(name + ".p12");
    Files.deleteIfExists(file);
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                ALIAS,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "3650",
                "-dname",
                subject,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + output.strip());
    }
  }

  private void exportClient() throws IOException {
    try {
      var store = load("kubelet-client");
      Files.writeString(
          clientCertificate(), pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()));
      Credentials.secret(
          clientKey(), pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD).getEncoded()));
    } catch (GeneralSecurityException cause) {
      throw new IOException("the key that keytool made cannot be read", cause);
    }
  }

  private KeyStore load(String name) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try (var in = new FileInputStream(folder.resolve(name + ".p12").toFile())) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  static String pem(String type, byte[] bytes) {
    var base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
  }
}
