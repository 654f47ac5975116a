package dev.kubezap.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may know what. */
@AnalyzeClasses(
    packages = "dev.kubezap.simulator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule sharesNoCodeWithTheEngine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.kubezap.whatsapp..", "dev.kubezap.session..", "dev.kubezap.operator..");

  @ArchTest
  static final ArchRule coresOwnNoThreadSocketOrClock =
      noClasses()
          .that()
          .resideInAnyPackage("..crypto", "..node", "..noise", "..signal", "..world", "..fault")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.nio.file..")
          .orShould()
          .callMethod(java.time.Instant.class, "now");

  /** The root package, which others use, is one of them. */
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.kubezap.(**)").should().beFreeOfCycles();
}
