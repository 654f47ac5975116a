package dev.kubezap.operator;

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

/**
 * What decides has no clock, no chance and no client; what it depends on does not know the loop.
 */
@AnalyzeClasses(
    packages = "dev.kubezap.operator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] PURE = {
    "..desired..", "..digest..", "..status..", "..deletion..", "..command..", "..observed.."
  };

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
          .resideInAnyPackage(
              "java.net.http..", "java.sql..", "io.javaoperatorsdk..", "io.quarkus..");

  @ArchTest
  static final ArchRule decisionsHaveNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule decisionsLeaveNothingToChance =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(SecureRandom.class);

  @ArchTest
  static final ArchRule nothingKnowsTheLoop =
      noClasses()
          .that()
          .resideOutsideOfPackages("..reconcile..", "dev.kubezap.operator")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..reconcile..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.kubezap.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule otherModulesAreTheResourcesAndTheDatabase =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.kubezap.pod..",
              "dev.kubezap.whatsapp..",
              "dev.kubezap.simulator..",
              "dev.kubezap.playground..");
}
