package dev.kubezap.helm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of the chart with their comments, read from the lines of {@code values.yaml}. */
final class ValuesTable {

  private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]+):(?: (.+))?");
  private static final Pattern COMMENT = Pattern.compile(" *# (.*)");
  private static final Pattern NESTED = Pattern.compile(" {4,}[A-Za-z]+: .*");

  private ValuesTable() {}

  /**
   * A value that a user may set.
   *
   * @param path its name with dots
   * @param standard its default as YAML, on one line
   * @param meaning the comment above it, empty when there is none
   */
  record Value(String path, String standard, String meaning) {}

  /** All values, in their order. A map that has a comment itself is one value. */
  static List<Value> of(List<String> lines) {
    var values = new ArrayList<Value>();
    Deque<String> parents = new ArrayDeque<>();
    var comment = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      Matcher remark = COMMENT.matcher(line);
      Matcher key = KEY.matcher(line);
      if (remark.matches()) {
        comment.append(comment.isEmpty() ? "" : " ").append(remark.group(1));
      } else if (key.matches()) {
        int depth = key.group(1).length() / 2;
        while (parents.size() > depth) {
          parents.removeLast();
        }
        parents.addLast(key.group(2));
        String path = String.join(".", parents);
        if (key.group(3) != null) {
          values.add(new Value(path, key.group(3), comment.toString()));
        } else if (!comment.isEmpty()) {
          var parts = new ArrayList<String>();
          while (i + 1 < lines.size() && NESTED.matcher(lines.get(i + 1)).matches()) {
            parts.add(lines.get(++i).strip());
          }
          values.add(new Value(path, "{" + String.join(", ", parts) + "}", comment.toString()));
        }
        comment.setLength(0);
      } else {
        comment.setLength(0);
      }
    }
    return values;
  }
}
