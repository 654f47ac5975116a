package dev.kubezap.pod.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.MediaKind;
import dev.kubezap.whatsapp.media.MediaSealing;
import dev.kubezap.whatsapp.media.SealedFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.Security;
import java.util.Random;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What native code makes of a file is what the JDK makes of it. */
@EnabledOnOs(OS.LINUX)
class FileCryptographyTest {
  private static final String NATIVE = "AmazonCorrettoCryptoProvider";

  private final byte[] plain = new byte[1_000_003];
  private final ByteString secret = ByteString.copyFrom(new byte[32]);

  /** Before, since another test may have sent a file; the provider is the JVM's. */
  @BeforeEach
  @AfterEach
  void remove() {
    Security.removeProvider(NATIVE);
  }

  private record Sealed(SealedFile told, ByteString bytes) {}

  private Sealed sealed() throws IOException {
    new Random(11).nextBytes(plain);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SealedFile told =
        MediaSealing.seal(MediaKind.DOCUMENT, secret, new ByteArrayInputStream(plain), out);
    return new Sealed(told, ByteString.copyFrom(out.toByteArray()));
  }

  @Test
  void sealsTheSameBytes() throws Exception {
    Sealed before = sealed();
    assertThat(provider()).isEqualTo("SunJCE");
    new FileCryptography().prepare();
    assertThat(provider()).isEqualTo(NATIVE);
    Sealed after = sealed();
    assertThat(after.bytes()).isEqualTo(before.bytes());
    assertThat(after.told()).isEqualTo(before.told());
  }

  @Test
  void isPutInFrontOnce() {
    FileCryptography cryptography = new FileCryptography();
    cryptography.prepare();
    cryptography.prepare();
    new FileCryptography().prepare();
    assertThat(Security.getProviders())
        .filteredOn(provider -> provider.getName().equals(NATIVE))
        .hasSize(1);
  }

  private static String provider() throws Exception {
    return Cipher.getInstance("AES/CBC/PKCS5Padding").getProvider().getName();
  }
}
