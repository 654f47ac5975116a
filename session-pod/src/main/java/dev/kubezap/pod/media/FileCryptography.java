package dev.kubezap.pod.media;

import java.security.Provider;
import java.security.Security;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Has files encrypted, checked and carried by native code, from the first file on: without the
 * JVM's second compiler the JDK's takes ten times as long for megabytes. A session without files
 * does not load it, and where it cannot be loaded the JDK's goes on. Safe for use by several
 * threads.
 */
final class FileCryptography {
  private static final Logger LOG = Logger.getLogger(FileCryptography.class);
  private static final String PROVIDER =
      "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean ready;

  /** To be called before a file is looked at: puts the native provider before the JDK's, once. */
  void prepare() {
    if (ready) {
      return;
    }
    lock.lock();
    try {
      if (!ready) {
        find()
            .ifPresentOrElse(
                provider -> Security.insertProviderAt(provider, 1),
                () -> LOG.info("Files are encrypted by the JDK: there is no native code for it"));
        ready = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Empty on a platform that it is not made for, or without a folder to unpack it to. */
  private static Optional<Provider> find() {
    try {
      return load();
    } catch (ServiceConfigurationError | LinkageError e) {
      LOG.warnf("The native code for files cannot be loaded: %s", e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Provider> load() {
    return ServiceLoader.load(Provider.class).stream()
        .filter(found -> found.type().getName().equals(PROVIDER))
        .map(ServiceLoader.Provider::get)
        // One whose library cannot be loaded offers nothing.
        .filter(provider -> provider.getService("Cipher", "AES/GCM/NoPadding") != null)
        .findFirst();
  }
}
