package dev.kubezap.whatsapp.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS that trusts the system's certificate authorities and those of a file. */
final class TlsContext {

  private TlsContext() {}

  static SSLContext trusting(Optional<Path> caFile) throws OpenException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, caFile.isPresent() ? managers(caFile.get()) : null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new OpenException(OpenException.Step.TLS, "TLS is not available: " + e.getMessage(), e);
    }
  }

  private static TrustManager[] managers(Path caFile)
      throws OpenException, GeneralSecurityException {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (TrustManager manager : managers((KeyStore) null)) {
        if (manager instanceof X509TrustManager system) {
          for (X509Certificate authority : system.getAcceptedIssuers()) {
            trusted.setCertificateEntry("system-" + trusted.size(), authority);
          }
        }
      }
      for (Certificate authority : read(caFile)) {
        trusted.setCertificateEntry("file-" + trusted.size(), authority);
      }
      return managers(trusted);
    } catch (IOException e) {
      throw unreadable(caFile, e);
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  private static Collection<? extends Certificate> read(Path caFile)
      throws OpenException, IOException {
    try (InputStream file = Files.newInputStream(caFile)) {
      Collection<? extends Certificate> authorities =
          CertificateFactory.getInstance("X.509").generateCertificates(file);
      if (authorities.isEmpty()) {
        throw new OpenException(
            OpenException.Step.CERTIFICATE_FILE, "CA file " + caFile + " holds no certificate");
      }
      return authorities;
    } catch (GeneralSecurityException e) {
      throw unreadable(caFile, e);
    }
  }

  private static OpenException unreadable(Path caFile, Exception cause) {
    return new OpenException(
        OpenException.Step.CERTIFICATE_FILE,
        "CA file " + caFile + " cannot be read as PEM certificates",
        cause);
  }
}
