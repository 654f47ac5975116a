package dev.kubezap.whatsapp.signal;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** The packages crypto and signal own no clock, random source, thread or socket. */
@AnalyzeClasses(
    packages = {"dev.kubezap.whatsapp.crypto", "dev.kubezap.whatsapp.signal"},
    importOptions = ImportOption.DoNotIncludeTests.class)
final class PureCoreTest {
  @ArchTest
  static final ArchRule NO_CLOCK =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Instant.class)
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule NO_RANDOM_SOURCE =
      noClasses()
          .should()
          .callConstructor(SecureRandom.class)
          .orShould()
          .callMethod(SecureRandom.class, "getInstanceStrong")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ThreadLocalRandom.class)
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName(Random.class.getName())
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule ONLY_THE_PORT_KNOWS_SECURE_RANDOM =
      noClasses()
          .that()
          .areNotAssignableTo(RandomBytes.class)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(SecureRandom.class);

  @ArchTest
  static final ArchRule NO_THREADS_SOCKETS_FILES_OR_LOGS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net..",
              "java.nio.channels..",
              "java.nio.file..",
              "java.sql..",
              "java.util.concurrent..",
              "java.util.logging..");

  @ArchTest
  static final ArchRule CRYPTO_KNOWS_NO_PROTOCOL =
      noClasses()
          .that()
          .resideInAPackage("..crypto..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "of a higher layer",
                  (JavaClass type) ->
                      type.getPackageName().startsWith("dev.kubezap")
                          && !type.getPackageName().startsWith("dev.kubezap.whatsapp.crypto")));

  @ArchTest
  static final ArchRule SIGNAL_KNOWS_ONLY_CRYPTO =
      noClasses()
          .that()
          .resideInAPackage("..signal..")
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "of another layer than crypto and the wire schema",
                  (JavaClass type) ->
                      type.getPackageName().startsWith("dev.kubezap")
                          && !type.getPackageName().startsWith("dev.kubezap.whatsapp.crypto")
                          && !type.getPackageName().startsWith("dev.kubezap.whatsapp.signal")
                          && !type.getPackageName().startsWith("dev.kubezap.whatsapp.proto")));
}
