package dev.kubezap.simulator.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority of the simulator's own, and a server certificate of it. */
public final class SelfMadeAuthority {
  private static final String ECDSA = "SHA256withECDSA";

  private static final char[] PASSWORD = "simulator".toCharArray();
  private static final String ENTRY = "server";

  private final KeyStore keys;

  private SelfMadeAuthority(KeyStore keys) {
    this.keys = keys;
  }

  /** The keys in a file, which is made if it is not there. */
  public static SelfMadeAuthority open(Path file, String host, Instant now, SecureRandom random) {
    try {
      if (Files.exists(file)) {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(Files.readAllBytes(file)), PASSWORD);
        return new SelfMadeAuthority(keys);
      }
      SelfMadeAuthority made = create(host, now, random);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      made.keys.store(out, PASSWORD);
      Files.write(file, out.toByteArray());
      return made;
    } catch (GeneralSecurityException | IOException e) {
      String sentence = file + " holds no keys that can be used: delete it to get new ones";
      throw new UncheckedIOException(sentence, new IOException(e));
    }
  }

  /** New keys; the server certificate is for localhost and the given address. */
  public static SelfMadeAuthority create(String host, Instant now, SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair rootKeys = generator.generateKeyPair();
      KeyPair serverKeys = generator.generateKeyPair();
      PrivateKey signer = rootKeys.getPrivate();
      String rootName = "Kubezap simulator CA";
      X509Certificate root =
          certificate(rootName, rootName, rootKeys, signer, now, random, caOnly());
      X509Certificate server =
          certificate(rootName, "Kubezap simulator", serverKeys, signer, now, random, names(host));
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry(ENTRY, serverKeys.getPrivate(), PASSWORD, new Certificate[] {server, root});
      return new SelfMadeAuthority(keys);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("The JDK cannot make certificates", e);
    }
  }

  private static X509Certificate certificate(
      String issuer,
      String subject,
      KeyPair keys,
      PrivateKey signer,
      Instant now,
      SecureRandom random,
      byte[] extensions)
      throws GeneralSecurityException {
    byte[] algorithm = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
    byte[] body =
        Der.sequence(
            Der.tagged(0, Der.integer(BigInteger.TWO)),
            Der.integer(new BigInteger(63, random)),
            algorithm,
            name(issuer),
            Der.sequence(
                Der.time(now.minus(Duration.ofDays(1))), Der.time(now.plus(Duration.ofDays(3650)))),
            name(subject),
            keys.getPublic().getEncoded(),
            Der.tagged(3, extensions));
    Signature signature = Signature.getInstance(ECDSA);
    signature.initSign(signer, random);
    signature.update(body);
    byte[] encoded = Der.sequence(body, algorithm, Der.bitString(signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  private static byte[] name(String commonName) {
    return Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.text(commonName))));
  }

  private static byte[] caOnly() {
    return Der.sequence(
        Der.sequence(Der.oid(2, 5, 29, 19), Der.yes(), Der.octets(Der.sequence(Der.yes()))));
  }

  private static byte[] names(String host) throws IOException {
    return Der.sequence(
        Der.sequence(
            Der.oid(2, 5, 29, 17),
            Der.octets(
                Der.sequence(
                    Der.context(2, Der.ascii("localhost")),
                    Der.context(2, Der.ascii(host)),
                    Der.context(7, new byte[] {127, 0, 0, 1}),
                    Der.context(7, InetAddress.getByName(host).getAddress())))));
  }

  /** What servers need. */
  public SSLContext context() {
    try {
      KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(keys, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What clients must trust. */
  public String pem() {
    try {
      Certificate[] chain = keys.getCertificateChain(ENTRY);
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(chain[chain.length - 1].getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
