package dev.kubezap.playground.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The key that signs service-account tokens and the administrator's token, made at the first start
 * and readable by their owner alone.
 */
final class Credentials {

  private static final int RSA_BITS = 2048;
  private static final int TOKEN_BYTES = 24;

  private final Path folder;

  private Credentials(Path folder) {
    this.folder = folder;
  }

  /** Those of this folder, made when they are not there. */
  static Credentials in(Path folder, SecureRandom random) throws IOException {
    var credentials = new Credentials(Files.createDirectories(folder));
    if (!Files.exists(credentials.serviceAccountKey())) {
      secret(credentials.serviceAccountKey(), rsaKey(random));
    }
    if (!Files.exists(credentials.tokens())) {
      var token = new byte[TOKEN_BYTES];
      random.nextBytes(token);
      secret(
          credentials.tokens(),
          HexFormat.of().formatHex(token) + ",kubezap-playground,1,\"system:masters\"\n");
    }
    return credentials;
  }

  /** PEM file of the private key. */
  Path serviceAccountKey() {
    return folder.resolve("service-account.key");
  }

  /** The API server's file of tokens. */
  Path tokens() {
    return folder.resolve("tokens.csv");
  }

  /** The administrator's token. */
  String administratorToken() throws IOException {
    var line = Files.readString(tokens());
    return line.substring(0, line.indexOf(','));
  }

  /** Writes a file that nobody else may read, replacing an older one. */
  static void secret(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text, StandardOpenOption.WRITE);
  }

  private static String rsaKey(SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(RSA_BITS, random);
      return CertifiedKey.pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
    } catch (NoSuchAlgorithmException cause) {
      throw new IllegalStateException("every Java has RSA", cause);
    }
  }
}
