package dev.kubezap.whatsapp.transfer;

import dev.kubezap.whatsapp.json.JsonObject;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a host answers to an upload: a JSON object.
 *
 * @param directPath where the file is on every host
 * @param url the same with a host
 * @param handle by which a channel's message names it
 */
record UploadAnswer(String directPath, Optional<String> url, Optional<String> handle) {
  private static final int LONGEST = 2_048;
  private static final Pattern PATH = Pattern.compile("/[!-~]{1,2047}");

  /** Reads it; empty when it names no place. */
  static Optional<UploadAnswer> read(String json) {
    return JsonObject.parse(json)
        .flatMap(
            answer ->
                answer
                    .text("direct_path")
                    .filter(path -> PATH.matcher(path).matches())
                    .map(
                        path ->
                            new UploadAnswer(path, text(answer, "url"), text(answer, "handle"))));
  }

  private static Optional<String> text(JsonObject answer, String name) {
    return answer.text(name).filter(text -> text.length() <= LONGEST);
  }
}
