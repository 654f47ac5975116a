package dev.kubezap.whatsapp;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The cores below the engine take time and random bytes as arguments and do no input or output. */
class SansIoTest {

  private static final Set<String> DRIVERS =
      Set.of(
          "LiveConnection",
          "LockedCore",
          "Interruption",
          "MonotonicTime",
          "TransportConnector",
          // Only carry the results of the driver.
          "Connection",
          "Connector",
          "ConnectionSettings");

  private static final Set<String> SOCKETS =
      Set.of(
          "Transport",
          "TransportOpener",
          "Route",
          "WebPage",
          "WebClient",
          "WebBody",
          "WebSocketOpener",
          "WebSocketTransport",
          "WebSocketSettings",
          "Watchdog",
          "HttpHead",
          "TlsContext",
          "ProxySettings",
          "HttpTunnel",
          "SocksTunnel");

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(
              "dev.kubezap.whatsapp.jid",
              "dev.kubezap.whatsapp.node",
              "dev.kubezap.whatsapp.noise",
              "dev.kubezap.whatsapp.transport",
              "dev.kubezap.whatsapp.connection");

  @Test
  void coresUseNoThreadSocketOrFile() {
    noClasses()
        .that(areCores())
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.net..", "javax.net..", "java.nio.channels..", "java.util.concurrent..")
                .or(type(Thread.class))
                .or(type(File.class))
                .or(type(Files.class)))
        .check(classes);
  }

  @Test
  void coresUseNoClockOrRandomSource() {
    noClasses()
        .that(areCores())
        .should()
        .dependOnClassesThat(
            type(Clock.class)
                .or(type(InstantSource.class))
                .or(type(Random.class))
                .or(type(SecureRandom.class))
                .or(type(ThreadLocalRandom.class)))
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(classes);
  }

  @Test
  void lowerLayersDoNotKnowHigherOnes() {
    noClasses()
        .that(resideInAnyPackage("..jid..", "..node..", "..noise..", "..transport.."))
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.kubezap.whatsapp.connection.."))
        .check(classes);
    noClasses()
        .that(resideInAnyPackage("..jid..", "..transport.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.kubezap.whatsapp.node..", "dev.kubezap.whatsapp.noise.."))
        .check(classes);
    noClasses()
        .that(resideInAnyPackage("..connection.."))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.kubezap.whatsapp..")
                .and(
                    DescribedPredicate.not(
                        resideInAnyPackage(
                            "..jid..",
                            "..node..",
                            "..noise..",
                            "..transport..",
                            "..connection..",
                            "..crypto..",
                            "..proto.."))))
        .check(classes);
  }

  private static DescribedPredicate<JavaClass> areCores() {
    return DescribedPredicate.describe(
        "are cores",
        type -> {
          String outer = type.getName().split("\\$", -1)[0];
          String name = outer.substring(outer.lastIndexOf('.') + 1);
          return !DRIVERS.contains(name) && !SOCKETS.contains(name);
        });
  }
}
