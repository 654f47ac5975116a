package dev.kubezap.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The reasons in {@code docs/troubleshooting.md} are those of the code: what people search for is
 * there, and nothing is there that never comes. Reasons are texts, so the sources are read.
 */
class ReasonsDocumentedTest {
  private static final Path DOCUMENT = Path.of("../docs/troubleshooting.md");
  private static final Path OPERATOR = Path.of("src/main/java");
  private static final Path POD = Path.of("../session-pod/src/main/java");
  private static final Path CLIENT =
      Path.of("../whatsapp/src/main/java/dev/kubezap/whatsapp/engine");

  private static final String WORD = "\"([A-Z][a-z]+\\w*)\"";

  @Test
  void theTableSaysWhatTheCodeSays() throws IOException {
    Set<String> reasons = new TreeSet<>();
    reasons.addAll(in(OPERATOR, "(?:blocking|passing|absent|queued)\\(\\s*" + WORD));
    reasons.addAll(in(OPERATOR, "String (?:SECRET_MISSING|FORBIDS) = " + WORD));
    reasons.addAll(
        in(OPERATOR.resolve("dev/kubezap/operator/status"), "Verdict\\.\\w+\\(\\s*" + WORD));
    // The chains of the policies: condition, reason, message.
    reasons.addAll(
        in(
            OPERATOR.resolve("dev/kubezap/operator/status"),
            "(?:no|when|in)\\([^\";]*" + WORD + ",\\s*\""));
    Path pods = OPERATOR.resolve("dev/kubezap/operator/observed/PodView.java");
    reasons.addAll(in(pods, "(?<=[\\s(])" + WORD + "(?=[,)])"));
    reasons.addAll(in(POD, "\\.degraded\\(\\s*" + WORD));
    Path conditions = POD.resolve("dev/kubezap/pod/kubernetes/ConditionPolicy.java");
    reasons.addAll(in(conditions, "reasonOf\\(snapshot, " + WORD));
    reasons.addAll(in(conditions, "\"\\w+\",\\s*(?:true|false),\\s*" + WORD));
    reasons.addAll(in(conditions, "(?:[?:]) " + WORD));
    in(
            CLIENT,
            "(?:Phase\\.(?:FAILED|RESTRICTED)[^;\"]*|(?:IN_USE_ELSEWHERE|OUTDATED) = )\"([a-z-]+)\"")
        .forEach(kebab -> reasons.add(camel(kebab)));

    // Types and values of conditions, and what stands for a reason that is none.
    reasons.removeAll(Set.of("False", "PodScheduled", "Ready", "True", "Unknown"));

    assertThat(documented()).containsExactlyInAnyOrderElementsOf(reasons);
  }

  /** Every word in code letters in the first column, and those of the last sentence. */
  private static Set<String> documented() throws IOException {
    Set<String> documented = new TreeSet<>();
    Pattern code = Pattern.compile("`([A-Z]\\w+)`");
    for (String line : Files.readAllLines(DOCUMENT)) {
      String named =
          line.startsWith("| `") ? line.split("\\|", -1)[1] : line.startsWith("`") ? line : "";
      code.matcher(named).results().forEach(found -> documented.add(found.group(1)));
    }
    return documented;
  }

  private static List<String> in(Path root, String pattern) throws IOException {
    Pattern compiled = Pattern.compile(pattern);
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file)).append('\n');
      }
    }
    List<String> found =
        compiled.matcher(all).results().map((MatchResult match) -> match.group(1)).toList();
    assertThat(found).as("what %s finds in %s", pattern, root).isNotEmpty();
    return found;
  }

  /** {@code login-refused} stands in a condition as {@code LoginRefused}. */
  private static String camel(String kebab) {
    StringBuilder camel = new StringBuilder();
    for (String word : kebab.split("-", -1)) {
      camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
    }
    return camel.toString();
  }
}
