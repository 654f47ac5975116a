package dev.kubezap.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every sentence of {@code docs/threats.md} names a test that is there. */
class ThreatsDocumentedTest {

  private static final Path DOCUMENT = Path.of("../docs/threats.md");
  private static final Pattern SHOWN =
      Pattern.compile(".*\\| \\[(\\w+)\\.(\\w+)\\]\\(([^)]+)\\) \\|$");

  @Test
  void everyRowIsShownByATest() throws IOException {
    List<String> rows =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| can |"))
            .toList();
    assertThat(rows).hasSizeGreaterThanOrEqualTo(12);
    var wrong = new ArrayList<String>();
    for (String row : rows) {
      if (!shown(row)) {
        wrong.add(row);
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** A policy's test that the page leaves out is a limit that nobody reads of. */
  @Test
  void everyRefusalOfThePoliciesIsARow() throws IOException {
    String tests =
        Files.readString(Path.of("src/test/java/dev/kubezap/operator/reconcile/PoliciesTest.java"));
    var names = new TreeSet<String>();
    Pattern.compile("@Test\\s+void (\\w+)\\(")
        .matcher(tests)
        .results()
        .forEach(found -> names.add(found.group(1)));
    names.remove("sessionsComeAndGo");
    assertThat(names).hasSize(4);
    assertThat(Files.readString(DOCUMENT)).contains(names);
  }

  private static boolean shown(String row) throws IOException {
    Matcher matcher = SHOWN.matcher(row);
    if (!matcher.matches()) {
      return false;
    }
    Path file = Path.of("../docs").resolve(matcher.group(3));
    return Files.exists(file)
        && file.getFileName().toString().equals(matcher.group(1) + ".java")
        && Files.readString(file).contains("@Test\n  void " + matcher.group(2) + "(");
  }
}
