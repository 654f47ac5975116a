package dev.kubezap.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A record without a {@code toString} of its own tells all of its components, so none may hold
 * bytes or texts that could be keys or messages. Whoever logs a record by mistake then logs no
 * secret.
 */
class SecretsInTextTest {
  private static final Pattern SECRET =
      Pattern.compile("(?i).*(secret|password|token|private|seed|plaintext|apikey|datakey).*");

  /** Records that show bytes which are no secret, with the reason. */
  private static final Map<String, String> HARMLESS =
      Map.ofEntries(
          Map.entry("dev.kubezap.whatsapp.crypto.PublicKey", "public"),
          Map.entry("dev.kubezap.whatsapp.signal.PreKeyBundle$Signed", "public"),
          Map.entry("dev.kubezap.whatsapp.signal.SignedPreKey", "its signature is public"),
          Map.entry("dev.kubezap.whatsapp.prekey.KeyDigest", "public key"),
          Map.entry("dev.kubezap.whatsapp.noise.RegistrationPayload", "public"),
          Map.entry("dev.kubezap.whatsapp.pairing.SignedIdentity$Genuine", "signed, not secret"),
          Map.entry("dev.kubezap.whatsapp.signal.SignalMessage", "ciphertext"),
          Map.entry("dev.kubezap.whatsapp.signal.SenderKeyMessage", "ciphertext"),
          Map.entry("dev.kubezap.whatsapp.signal.DoubleRatchet$Written", "ciphertext"),
          Map.entry("dev.kubezap.whatsapp.signal.Encrypted", "ciphertext"),
          Map.entry("dev.kubezap.whatsapp.signal.GroupCipher$Encrypted", "ciphertext"),
          Map.entry("dev.kubezap.whatsapp.noise.NoiseInitiator$Completed", "ciphertext"),
          Map.entry("dev.kubezap.whatsapp.message.Ciphertext", "ciphertext"),
          Map.entry("dev.kubezap.pod.identity.SlotFile$Slot", "ciphertext"),
          Map.entry("dev.kubezap.whatsapp.message.RetryKey$Count", "hash and ciphertext"),
          Map.entry("dev.kubezap.whatsapp.message.RetryRequest$Before", "hash and ciphertext"),
          Map.entry("dev.kubezap.whatsapp.message.CiphertextMark", "hash"),
          Map.entry("dev.kubezap.whatsapp.message.Missing", "hash"),
          Map.entry("dev.kubezap.whatsapp.SendRequest$Idempotency", "hash"),
          Map.entry("dev.kubezap.whatsapp.account.Account", "where to connect"),
          Map.entry("dev.kubezap.pod.kubernetes.ApiServer$TrustedClient", "certificates"));

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          // What another module's tests lend to ours.
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.kubezap.whatsapp", "dev.kubezap.pod");

  @Test
  void recordsThatShowAllOfThemselvesHoldNoSecret() throws Exception {
    Set<String> telling = new TreeSet<>();
    for (JavaClass type : classes) {
      if (type.isRecord() && showsAll(type.reflect()) && holdsSecret(type.reflect())) {
        telling.add(type.getName());
      }
    }
    // One that is listed and gone, or mended, leaves the list as well.
    assertThat(telling).isEqualTo(new TreeSet<>(HARMLESS.keySet()));
  }

  private static boolean holdsSecret(Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      boolean text = component.getGenericType().getTypeName().contains("java.lang.String");
      if (component.getGenericType().getTypeName().contains("ByteString")
          || (text && SECRET.matcher(component.getName()).matches())) {
        return true;
      }
    }
    return false;
  }

  /** Whether {@code toString} is the one that the compiler makes. */
  private static boolean showsAll(Class<?> type) throws IOException {
    String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
    try (InputStream bytes = Objects.requireNonNull(type.getResourceAsStream(file))) {
      return ClassFile.of().parse(bytes.readAllBytes()).methods().stream()
          .filter(method -> method.methodName().equalsString("toString"))
          .filter(method -> method.methodType().equalsString("()Ljava/lang/String;"))
          .flatMap(method -> method.code().stream())
          .flatMap(code -> code.elementStream())
          .filter(InvokeDynamicInstruction.class::isInstance)
          .map(InvokeDynamicInstruction.class::cast)
          .anyMatch(call -> call.bootstrapMethod().owner().displayName().equals("ObjectMethods"));
    }
  }
}
