package dev.kubezap.whatsapp.transfer;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a host answers to an upload: a JSON object with texts. Read by its texts alone, since that
 * is all that it has.
 *
 * @param directPath where the file is on every host
 * @param url the same with a host
 * @param handle by which a channel's message names it
 */
record UploadAnswer(String directPath, Optional<String> url, Optional<String> handle) {
  private static final String TEXT = "\"\\s{0,9}:\\s{0,9}\"((?:[^\"\\\\]|\\\\.){1,2048})\"";
  private static final Pattern DIRECT_PATH = Pattern.compile("\"direct_path" + TEXT);
  private static final Pattern URL = Pattern.compile("\"url" + TEXT);
  private static final Pattern HANDLE = Pattern.compile("\"handle" + TEXT);
  private static final Pattern PATH = Pattern.compile("/[!-~]{1,2047}");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

  /** Reads it; empty when it names no place. */
  static Optional<UploadAnswer> read(String json) {
    return text(DIRECT_PATH, json)
        .filter(path -> PATH.matcher(path).matches())
        .map(path -> new UploadAnswer(path, text(URL, json), text(HANDLE, json)));
  }

  private static Optional<String> text(Pattern member, String json) {
    Matcher found = member.matcher(json);
    return found.find() ? Optional.of(unescaped(found.group(1))) : Optional.empty();
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(
            escape -> {
              String name = escape.group(1);
              return Matcher.quoteReplacement(
                  name.length() > 1
                      ? String.valueOf((char) Integer.parseInt(name.substring(1), 16))
                      : name);
            });
  }
}
