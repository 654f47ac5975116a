package dev.kubezap.playground.node.spec;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code $(NAME)} in commands, arguments and values, as Kubernetes defines it. */
final class Expansion {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$(\\$|\\(([-._a-zA-Z][-._a-zA-Z0-9]*)\\))");

  private Expansion() {}

  /** Known names are replaced, unknown ones stay as they are, {@code $$} is a dollar sign. */
  static String expand(String text, Map<String, String> variables) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1).equals("$")
                        ? "$"
                        : variables.getOrDefault(found.group(2), found.group())));
  }
}
