package dev.kubezap.playground.controlplane;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A key with a certificate that it signed itself, made at the first start by the JDK's {@code
 * keytool}. Its files lie in a folder that only its owner can enter.
 *
 * @param folder holds the files
 * @param name theirs, without an ending
 */
record CertifiedKey(Path folder, String name) {

  static final char[] PASSWORD = "playground".toCharArray();
  static final String ALIAS = "key";

  /**
   * The key of this name, made when it is not there.
   *
   * @param subject a distinguished name
   * @param extensions as keytool takes them, such as {@code san=ip:127.0.0.1}
   */
  static CertifiedKey in(Path folder, String name, String subject, String... extensions)
      throws IOException, InterruptedException {
    var key = new CertifiedKey(folder, name);
    if (!Files.exists(key.privateKey())) {
      key.generate(subject, List.of(extensions));
      key.export();
    }
    return key;
  }

  /** PEM file of the certificate. */
  Path certificate() {
    return folder.resolve(name + ".crt");
  }

  /** PEM file of the private key, which only its owner may read. */
  Path privateKey() {
    return folder.resolve(name + ".key");
  }

  /** Both, by {@link #ALIAS} and {@link #PASSWORD}. */
  KeyStore store() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try (var in = new FileInputStream(storeFile().toFile())) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  static String pem(String type, byte[] bytes) {
    var base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
  }

  private Path storeFile() {
    return folder.resolve(name + ".p12");
  }

  private void generate(String subject, List<String> extensions)
      throws IOException, InterruptedException {
    Files.deleteIfExists(storeFile());
    var command =
        new ArrayList<>(
            List.of(
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
                storeFile().toString(),
                "-storepass",
                new String(PASSWORD)));
    extensions.forEach(extension -> command.addAll(List.of("-ext", extension)));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool failed: " + output.strip());
    }
  }

  /** The private key last: it says that all is there. */
  private void export() throws IOException {
    try {
      var store = store();
      Files.writeString(
          certificate(), pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()));
      Credentials.secret(
          privateKey(), pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD).getEncoded()));
    } catch (GeneralSecurityException cause) {
      throw new IOException("the key that keytool made cannot be read", cause);
    }
  }
}
