package dev.kubezap.pod.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.pod.http.ProblemException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTextTest {
  private static final String BUILD =
      """
      {"repository":{"name":"shop & co"},"status":"failed","number":42,"duration":1.5,"ok":false,
       "empty":"","nothing":null,"steps":[{"name":"test","failed":true},{"name":"lint"}],
       "tags":["a","b"],"none":[]}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{repository.name}} #{{number}}: {{status}}, {{duration}} s | shop & co #42: failed, 1.5 s",
        "{{#steps}}{{name}}{{#failed}}!{{/failed}} {{/steps}}        | test! lint",
        "{{#tags}}{{.}}{{^-last}}, {{/-last}}{{/tags}}               | a, b",
        "{{^ok}}not ok{{/ok}}{{#ok}}ok{{/ok}}                        | not ok",
        "{{^none}}none{{/none}}{{^empty}} empty{{/empty}}            | none empty",
        "x{{absent}}{{absent.deeper}}{{nothing}}{{status.length}}    | x",
        "x{{class}}{{getClass}}{{repository.class.name}}             | x",
        "{{tags}} {{repository}}                                     | ['a','b'] {'name':'shop & co'}",
        "{{{repository.name}}} {{&status}}                           | shop & co failed",
        "{{! nothing }}x                                             | x",
        "{{status                                                    | {{status"
      })
  void fillsIn(String template, String text) throws Exception {
    assertThat(TemplateText.of(template, AlertmanagerTextTest.json(BUILD)))
        .isEqualTo(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{#steps}}      | is no Mustache template",
        "{{/steps}}      | is no Mustache template",
        "{{>other}}      | must not name other templates",
        "{{absent}}      | makes no text",
        "{{#none}}a{{/none}} | makes no text"
      })
  void saysWhatIsWrong(String template, String said) throws Exception {
    refuses(template, BUILD, said);
  }

  private static void refuses(String template, String data, String said) throws Exception {
    var json = AlertmanagerTextTest.json(data);
    assertThatThrownBy(() -> TemplateText.of(template, json))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem().document().toString())
                    .contains("\"field\":\"template\"")
                    .contains(said));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{#a}}{{#a}}{{#a}}{{#a}}{{/a}}{{/a}}{{/a}}{{/a}}x | goes through more than 10000 elements",
        "{{#a}}{{#a}}{{long}}{{/a}}{{/a}}                  | makes more than 65536 characters"
      })
  void endsSomewhere(String template, String said) throws Exception {
    String list = "[" + "1,".repeat(99) + "1]";
    refuses(template, "{\"a\":" + list + ",\"long\":\"" + "x".repeat(1_000) + "\"}", said);
  }
}
