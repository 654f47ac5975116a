package dev.kubezap.whatsapp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A lower layer never knows a higher one, and whoever decides has nothing to act with. */
class LayersTest {
  private static final String ROOT = "dev.kubezap.whatsapp";

  /** From the bottom up; packages of one line may know each other, but not in a circle. */
  private static final List<Set<String>> LAYERS =
      List.of(
          Set.of("crypto", "jid", "proto", "json"),
          Set.of("node", "noise", "signal", "content"),
          Set.of("transport"),
          Set.of("connection"),
          Set.of("model"),
          Set.of("event"),
          Set.of("store"),
          // The facade's records are what steps answer with.
          Set.of(""),
          Set.of("step", "mex"),
          Set.of("account"),
          Set.of("device"),
          Set.of("token", "senderkey", "group", "syncd"),
          Set.of("presence", "fetch", "notice"),
          Set.of(
              "message", "media", "prekey", "pairing", "login", "contact", "profile", "call",
              "channel"),
          Set.of("groupchange"),
          Set.of("restore", "transfer", "history", "appstate", "importing"),
          Set.of("engine"));

  /** Packages of decisions and protocol cores. */
  private static final List<String> PURE =
      List.of(
          "crypto",
          "jid",
          "node",
          "noise",
          "signal",
          "content",
          "model",
          "event",
          "step",
          "account",
          "device",
          "token",
          "senderkey",
          "group",
          "groupchange",
          "syncd",
          "message",
          "media",
          "prekey",
          "pairing",
          "importing",
          "login",
          "contact",
          "notice",
          "presence",
          "profile",
          "json",
          "mex",
          "channel",
          "call",
          "restore",
          "history",
          "appstate");

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  private static String name(JavaClass type) {
    String name = type.getPackageName();
    if (name.equals(ROOT)) {
      return "";
    }
    return name.substring(ROOT.length() + 1).replaceAll("\\..*", "");
  }

  @Test
  void lowerLayersDoNotKnowHigherOnes() {
    for (int layer = 0; layer < LAYERS.size(); layer++) {
      Set<String> here = LAYERS.get(layer);
      Set<String> above =
          LAYERS.subList(layer + 1, LAYERS.size()).stream()
              .flatMap(Set::stream)
              .collect(Collectors.toSet());
      noClasses()
          .that(in("of " + here, here))
          .should()
          .dependOnClassesThat(in("of a higher layer", above))
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.kubezap.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void everyPackageHasALayer() {
    Set<String> known = LAYERS.stream().flatMap(Set::stream).collect(Collectors.toSet());
    Set<String> found = classes.stream().map(LayersTest::name).collect(Collectors.toSet());
    assertThat(known).containsAll(found);
  }

  @Test
  void decisionsOwnNoClockRandomSourceThreadOrSocket() {
    Set<String> pure = Set.copyOf(PURE);
    noClasses()
        .that(in("that decide", pure))
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "that tell time, make randomness, run threads or open sockets",
                (JavaClass type) ->
                    Stream.of(
                                Clock.class,
                                InstantSource.class,
                                Random.class,
                                ThreadLocalRandom.class,
                                Thread.class)
                            .anyMatch(type::isEquivalentTo)
                        || type.getPackageName().startsWith("java.net")
                        || type.getPackageName().startsWith("java.nio.channels")
                        || type.getPackageName().startsWith("java.nio.file")
                        || type.getPackageName().startsWith("java.sql")
                        || type.getPackageName().startsWith("java.util.concurrent")))
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callConstructor(SecureRandom.class)
        .check(classes);
  }

  private static DescribedPredicate<JavaClass> in(String description, Set<String> packages) {
    return DescribedPredicate.describe(
        description,
        type -> type.getPackageName().startsWith(ROOT) && packages.contains(name(type)));
  }
}
