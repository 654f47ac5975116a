package dev.kubezap.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;

/** What decides has no clock, no chance and no client; packages form no circle. */
@AnalyzeClasses(
    packages = "dev.kubezap.gateway",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] PURE = {"..access..", "..name..", "..problem.."};

  @ArchTest
  static final ArchRule decisionsHaveNoClient =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(KubernetesClient.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net.http..", "io.vertx..", "io.quarkus..");

  @ArchTest
  static final ArchRule decisionsHaveNoClockAndNoChance =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(SecureRandom.class)
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.kubezap.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule otherModulesAreTheResourcesAlone =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.kubezap.pod..",
              "dev.kubezap.database..",
              "dev.kubezap.whatsapp..",
              "dev.kubezap.operator..",
              "dev.kubezap.simulator..",
              "dev.kubezap.playground..");
}
