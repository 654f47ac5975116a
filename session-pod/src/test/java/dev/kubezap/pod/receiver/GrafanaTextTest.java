package dev.kubezap.pod.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrafanaTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'title':'[FIRING:1] CPU (prod)','message':' 91 % '} | *[FIRING:1] CPU (prod)*/91 %",
        "{'title':'two  lines','message':'x'}                | *two lines*/x",
        "{'message':'only this'}                             | only this",
        "{'title':'t','message':'','alerts':[{'status':'firing','labels':{'alertname':'Up'}}]} | *FIRING: alerts*/• Up"
      })
  void saysWhatGrafanaSays(String notification, String text) throws Exception {
    assertThat(GrafanaText.of(AlertmanagerTextTest.json(notification.replace('\'', '"'))))
        .isEqualTo(text.replace("/", "\n"));
  }

  @Test
  void endsSomewhere() throws Exception {
    assertThat(
            GrafanaText.of(
                AlertmanagerTextTest.json("{\"message\":\"" + "a".repeat(9_000) + "\"}")))
        .hasSize(8_000)
        .endsWith("a…");
  }
}
