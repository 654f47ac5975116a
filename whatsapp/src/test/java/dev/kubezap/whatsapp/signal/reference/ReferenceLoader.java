package dev.kubezap.whatsapp.signal.reference;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.whispersystems.curve25519.Curve25519;
import org.whispersystems.libsignal.SessionCipher;

/** Loads the other implementation with the protobuf runtime that it was generated for. */
public final class ReferenceLoader extends URLClassLoader {
  private static final Path RUNTIME = Path.of("target/reference-peer/protobuf-javalite.jar");

  private static final ReferenceLoader INSTANCE = create();

  private ReferenceLoader(URL[] urls) {
    super(urls, ReferenceLoader.class.getClassLoader());
  }

  /** A new device. */
  public static ReferenceDevice newDevice() {
    return create("SignalJavaDevice", ReferenceDevice.class);
  }

  /** A new member of a group. */
  public static ReferenceMember newMember() {
    return create("SignalJavaMember", ReferenceMember.class);
  }

  private static <T> T create(String simpleName, Class<T> type) {
    try {
      String name = ReferenceLoader.class.getPackageName() + "." + simpleName;
      return type.cast(INSTANCE.loadClass(name).getConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the other implementation does not load", e);
    }
  }

  private static ReferenceLoader create() {
    try {
      if (!Files.exists(RUNTIME)) {
        throw new AssertionError(
            RUNTIME + " is missing; run ./mvnw generate-test-resources -pl whatsapp");
      }
      return new ReferenceLoader(
          new URL[] {
            RUNTIME.toUri().toURL(),
            source(SessionCipher.class),
            source(Curve25519.class),
            source(ReferenceLoader.class)
          });
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  private static URL source(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    boolean apart =
        name.startsWith("org.whispersystems.")
            || name.startsWith("com.google.protobuf.")
            || name.startsWith(ReferenceLoader.class.getPackageName() + ".SignalJava");
    if (!apart) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }
}
