package dev.kubezap.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the console's files are made of. */
class ConsoleFilesTest {

  private static final Path FOLDER = Path.of("src/main/resources/console");
  private static final Path TESTS = Path.of("src/test/resources/console");
  private static final Pattern IMPORT = Pattern.compile("from \"\\./([-a-z]+\\.js)\"");
  private static final Pattern NAME = Pattern.compile("(?m)^ {2}\"([^\"]+)\": \"");

  /** What would lead elsewhere, or make markup or a program of a text. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "(?i)innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\b|new Function"
              + "|(?<!xmlns=\")https?://(?!\\\\|example)|@import|\\burl\\(");

  private static String text(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name));
  }

  @Test
  void allFilesAreServedAndNoneIsServedThatIsNotThere() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(Console.FILES);
    }
  }

  @Test
  void nothingLeadsElsewhereAndNoTextBecomesMarkup() throws IOException {
    for (String name : Console.FILES) {
      String text = text(name).replace("\"https://wa.me", "");
      assertThat(FORBIDDEN.matcher(text).results().map(MatchResult::group)).as(name).isEmpty();
    }
    assertThat(text("index.html"))
        .doesNotContainPattern("<script(?![^>]*src=)|<style|\\son[a-z]+=|\\sstyle=");
  }

  @Test
  void whatIsImportedIsThere() throws IOException {
    for (String name : Console.FILES) {
      assertThat(IMPORT.matcher(text(name)).results().map(found -> found.group(1)))
          .as(name)
          .isSubsetOf(Console.FILES);
    }
  }

  @Test
  void bothLanguagesHaveTheSameTextsAndEveryTextThatIsShown() throws IOException {
    List<String> english = names("texts-en.js");
    assertThat(english).doesNotHaveDuplicates().isEqualTo(names("texts-pt.js"));
    assertThat(placeholders("texts-en.js")).isEqualTo(placeholders("texts-pt.js"));

    var shown = new TreeSet<String>();
    var known = new TreeSet<>(english);
    for (String name : Console.FILES) {
      Pattern.compile("\\bt\\(\"([^\"]+)\"|(?:fact|figure)\\(\"([^\"]+)\"")
          .matcher(text(name))
          .results()
          .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
          // A name that ends so is the begin of several.
          .filter(one -> !one.endsWith(".") && !one.equals("pair.step"))
          .forEach(shown::add);
    }
    assertThat(shown).hasSizeGreaterThan(80).isSubsetOf(known);
  }

  private static List<String> names(String file) throws IOException {
    return NAME.matcher(text(file)).results().map(found -> found.group(1)).toList();
  }

  private static List<List<String>> placeholders(String file) throws IOException {
    return text(file)
        .lines()
        .filter(line -> NAME.matcher(line).find())
        .map(
            line ->
                Pattern.compile("\\{\\w+}")
                    .matcher(line)
                    .results()
                    .map(MatchResult::group)
                    .sorted()
                    .toList())
        .toList();
  }

  @Test
  void modulesAreReadByNodeAndTheirOwnTestsPass(@TempDir Path folder) throws Exception {
    assumeTrue(hasNode(), "The console's modules are not tried: there is no Node.js 20 or later.");
    Files.writeString(folder.resolve("package.json"), "{\"type\": \"module\"}");
    var modules = new ArrayList<Path>();
    for (String name : Console.FILES) {
      if (name.endsWith(".js")) {
        modules.add(Files.copy(FOLDER.resolve(name), folder.resolve(name)));
      }
    }
    for (Path module : modules) {
      assertThat(run(folder, "node", "--check", module.toString())).isEmpty();
    }
    try (Stream<Path> tests = Files.list(TESTS)) {
      for (Path test : tests.toList()) {
        Files.copy(test, folder.resolve(test.getFileName().toString()));
      }
    }
    assertThat(run(folder, "node", "--test", "--test-reporter=tap", folder.toString()))
        .containsPattern("# pass [1-9]")
        .contains("# fail 0");
  }

  private static boolean hasNode() throws InterruptedException {
    try {
      String version = output(new ProcessBuilder("node", "--version"));
      return version.matches("v(2[0-9]|[3-9][0-9])\\..*\\s*");
    } catch (IOException missing) {
      return false;
    }
  }

  private static String run(Path folder, String... command) throws Exception {
    return output(new ProcessBuilder(command).directory(folder.toFile()));
  }

  private static String output(ProcessBuilder builder) throws IOException, InterruptedException {
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
