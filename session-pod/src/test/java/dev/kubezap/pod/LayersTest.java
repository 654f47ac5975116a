package dev.kubezap.pod;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** A lower package never knows a higher one. */
@AnalyzeClasses(packages = "dev.kubezap.pod", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {
  private static final String[] ABOVE_HTTP = {
    "dev.kubezap.pod.api..",
    "dev.kubezap.pod.config..",
    "dev.kubezap.pod.health..",
    "dev.kubezap.pod.kubernetes..",
    "dev.kubezap.pod.lifecycle..",
    "dev.kubezap.pod.mcp..",
    "dev.kubezap.pod.media..",
    "dev.kubezap.pod.metrics..",
    "dev.kubezap.pod.outbox..",
    "dev.kubezap.pod.ownership..",
    "dev.kubezap.pod.receiver..",
    "dev.kubezap.pod.store..",
    "dev.kubezap.pod.webhook.."
  };

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.kubezap.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule httpKnowsJsonAlone =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.kubezap.pod.http..", "dev.kubezap.pod.json..", "dev.kubezap.pod.server..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ABOVE_HTTP);

  @ArchTest
  static final ArchRule onlyTheServerKnowsJetty =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.kubezap.pod.server..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.eclipse.jetty..");

  @ArchTest
  static final ArchRule nobodyKnowsTheLifecycle =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.kubezap.pod.lifecycle..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.kubezap.pod.lifecycle..");

  @ArchTest
  static final ArchRule theApiKnowsNoConnectionToTheDatabase =
      noClasses()
          .that()
          .resideInAPackage("dev.kubezap.pod.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "dev.kubezap.pod.ownership..", "org.postgresql..");

  @ArchTest
  static final ArchRule theStatusIsWrittenWithoutTheApi =
      noClasses()
          .that()
          .resideInAPackage("dev.kubezap.pod.kubernetes..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.kubezap.pod.api..", "dev.kubezap.pod.http..");

  @ArchTest
  static final ArchRule onlyTheEmbeddedDatabaseKnowsItsLibrary =
      noClasses()
          .that()
          .doNotHaveSimpleName("EmbeddedDatabase")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.zonky..");
}
