package dev.kubezap.whatsapp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** docs/conformance.md is what the annotations of tests say. */
class ConformanceTableTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "conformance.md");
  private static final Path LIMITS = Path.of("..", "docs", "limits.md");
  private static final String PACKAGE = "dev.kubezap.whatsapp.engine";

  /** What no test can show, since one side does not have it. */
  private static final String EMPTY_CELLS =
      """

      ## Cells that cannot be

      As of the release of Baileys that the tests install:

      - **vote in a poll**, Baileys → ours: it decrypts votes, and makes none.
      - **app state: chat cleared**, ours → Baileys: it writes that a chat is cleared, and reads nothing of it.
      - **live location**, **list, buttons**: it sends neither, nor does this client.
      - **call that rings**, **is refused**, **is taken elsewhere**: neither side places calls, so none is the other's caller; both are told of phones' calls, and refuse them.
      """;

  private record Shown(Capability capability, Direction direction, Method test) {}

  @Test
  void documentShowsTheTable() throws Exception {
    String expected = document(shown());
    if (Boolean.getBoolean("kubezap.golden.update")) {
      Files.writeString(DOCUMENT, expected);
    }
    assertThat(DOCUMENT).as("update with -Dkubezap.golden.update=true").hasContent(expected);
  }

  @Test
  void onlyTestsShowAnything() throws Exception {
    assertThat(shown())
        .isNotEmpty()
        .allMatch(shown -> AnnotationSupport.isAnnotated(shown.test(), Testable.class));
  }

  @Test
  void limitsAreThere() throws Exception {
    List<String> headings =
        Files.readAllLines(LIMITS).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> anchor(line.substring(3)))
            .toList();
    assertThat(headings)
        .containsAll(
            Arrays.stream(Capability.values())
                .flatMap(capability -> capability.limit().stream())
                .toList());
  }

  /** As the pages of the repository are linked to. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }

  private static List<Shown> shown() throws Exception {
    List<Shown> shown = new ArrayList<>();
    for (Class<?> test : classes()) {
      for (Method method : test.getDeclaredMethods()) {
        for (Conformance one : method.getAnnotationsByType(Conformance.class)) {
          for (Capability capability : one.value()) {
            for (Direction direction : one.in()) {
              shown.add(new Shown(capability, direction, method));
            }
          }
        }
      }
    }
    shown.sort(
        Comparator.comparing((Shown one) -> one.test().getDeclaringClass().getSimpleName())
            .thenComparing(one -> one.test().getName()));
    return shown;
  }

  private static List<Class<?>> classes() throws IOException, ReflectiveOperationException {
    Path root =
        Path.of(Conformance.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.list(root.resolve(PACKAGE.replace('.', '/')))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith("Test.class")) {
          String simple = name.substring(0, name.length() - ".class".length());
          classes.add(
              Class.forName(
                  PACKAGE + "." + simple, false, ConformanceTableTest.class.getClassLoader()));
        }
      }
    }
    return classes;
  }

  private static String document(List<Shown> shown) {
    StringBuilder text = new StringBuilder();
    text.append("# What works between whom\n\n");
    text.append("Written by `ConformanceTableTest` from the tests that say what they show");
    text.append(" (`@Conformance`). *Ours* is this client,\n*Baileys* an unmodified release of it");
    text.append(" from npm, *phone* one of the [simulator](../simulator/README.md), which is the");
    text.append(" server for all\nof them. The first does it, or asks; the second sees it, or is");
    text.append(
        " asked about. A link leads to the test, its title names the method;\n– is where no");
    text.append(" test shows it. What has *limit* is refused by name, or in part:");
    text.append(" [limits.md](limits.md).\n\n|  |");
    for (Direction direction : Direction.values()) {
      text.append(' ').append(direction.words()).append(" |");
    }
    text.append("\n|---|").append("---|".repeat(Direction.values().length)).append('\n');
    for (Capability capability : Capability.values()) {
      Map<Direction, List<Method>> row = new EnumMap<>(Direction.class);
      shown.stream()
          .filter(one -> one.capability() == capability)
          .forEach(
              one -> row.computeIfAbsent(one.direction(), _ -> new ArrayList<>()).add(one.test()));
      text.append("| ").append(capability.words());
      capability.limit().ifPresent(l -> text.append(" ([limit](limits.md#").append(l).append("))"));
      text.append(" |");
      for (Direction direction : Direction.values()) {
        text.append(' ').append(cell(row.getOrDefault(direction, List.of()))).append(" |");
      }
      text.append('\n');
    }
    return text.append(EMPTY_CELLS).toString();
  }

  private static String cell(List<Method> tests) {
    if (tests.isEmpty()) {
      return "–";
    }
    return tests.stream().map(ConformanceTableTest::link).collect(Collectors.joining(", "));
  }

  private static String link(Method test) {
    Class<?> type = test.getDeclaringClass();
    return "[%s](../whatsapp/src/test/java/%s.java \"%s\")"
        .formatted(type.getSimpleName(), type.getName().replace('.', '/'), test.getName());
  }
}
