package dev.kubezap.operator.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the plugin asks kubectl and curl for; both are stand-ins that write it down. */
class KubectlPluginTest {
  @TempDir Path folder;

  private PluginStage stage;

  @BeforeEach
  void standIns() throws IOException {
    stage = new PluginStage(folder);
  }

  private PluginStage.Ended zap(List<String> words, String... variables) throws Exception {
    return stage.zap(words, variables);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list -A                    | kubectl get was -A",
        "-n shop list               | kubectl -n shop get was",
        "logs support -f -n shop    | kubectl -n shop logs statefulset/was-support -c session -f",
        "logs support --tail=5      | kubectl logs statefulset/was-support -c session --tail=5"
      })
  void asksKubectl(String words, String call) throws Exception {
    PluginStage.Ended ended = zap(List.of(words.split(" ")));

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.calls()).containsExactly(call);
    assertThat(ended.out()).isEqualTo("answered");
  }

  @ParameterizedTest
  @CsvSource({"restart,restart", "reconnect,reconnect", "repair,re-pair", "logout,log-out"})
  void asksTheOperatorByAnAnnotation(String command, String annotation) throws Exception {
    PluginStage.Ended ended = zap(List.of("--context=prod", command, "support"));

    assertThat(ended.calls())
        .singleElement()
        .asString()
        .matches(
            "kubectl --context=prod annotate was/support --overwrite kubezap.dev/"
                + annotation
                + "=\\d{10}");
    assertThat(ended.out()).startsWith("support: " + annotation + " is asked for");
  }

  @Test
  void drawsTheCodeOfTheSession() throws Exception {
    PluginStage.Ended ended = zap(List.of("qr", "support", "-n", "shop"), "ANSWER", "▄▄▄\n▀▀▀");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).isEqualTo("▄▄▄\n▀▀▀");
    long forward = Long.parseLong(Files.readString(folder.resolve("calls.forward")).strip());
    await().until(() -> ProcessHandle.of(forward).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(ended.calls())
        .contains(
            "kubectl -n shop port-forward service/was-support :8080 --address 127.0.0.1",
            "curl -sS --config - -X GET -H Accept: text/plain -H Content-Type: application/json"
                + " -w \\n%{http_code} http://127.0.0.1:40123/api/v1/session/qr",
            "header = \"X-API-Key: key-1\"");
  }

  @Test
  void sendsATextAsItIs() throws Exception {
    PluginStage.Ended ended =
        zap(List.of("send", "support", "+4915112345678", "a \"b\" \\ c\nd $(x)"));

    assertThat(ended.code()).isZero();
    assertThat(ended.calls())
        .anyMatch(
            call ->
                call.contains(
                    "{\"to\":\"+4915112345678\",\"type\":\"text\",\"text\":\"a \\\"b\\\" \\\\ c\\nd $(x)\"}"));
  }

  @Test
  void saysWhatTheSessionSaid() throws Exception {
    PluginStage.Ended refused =
        zap(List.of("api", "support", "/chats"), "STATUS", "409", "ANSWER", "{\"code\":\"x\"}");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).isEqualTo("{\"code\":\"x\"}");

    PluginStage.Ended away = zap(List.of("api", "keyless", "chats"));
    assertThat(away.code()).isEqualTo(1);
    assertThat(away.err()).contains("keyless has no key yet");
  }

  @Test
  void showsThePairingCode() throws Exception {
    assertThat(zap(List.of("code", "support"), "CODE", "ABCD-1234").out()).isEqualTo("ABCD-1234");
    assertThat(zap(List.of("code", "support")).out()).isEqualTo("CODE-9999");
    PluginStage.Ended none = zap(List.of("code", "other"));
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("other shows no pairing code").contains("(Connected)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fly support         | there is no command fly",
        "qr                  | qr needs the name of a session",
        "qr Support          | Support is no name of a session",
        "qr --all            | --all is no name of a session",
        "qr a b              | qr does not take b",
        "send support        | send needs a session, whom to, and a text",
        "send support 1 2 3  | send does not take 3",
        "api support         | api needs a session and a path",
        "list -n             | -n needs a value"
      })
  void refusesWhatItDoesNotUnderstand(String words, String said) throws Exception {
    PluginStage.Ended ended = zap(List.of(words.split(" +")));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains(said).contains("kubectl zap list");
    assertThat(ended.calls()).isEmpty();
  }
}
