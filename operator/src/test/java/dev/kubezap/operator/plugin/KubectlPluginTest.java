package dev.kubezap.operator.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the plugin asks kubectl and curl for; both are stand-ins that write it down. */
class KubectlPluginTest {
  private static final Path PLUGIN = Path.of("../kubectl/kubectl-zap");

  @TempDir Path folder;

  @BeforeEach
  void standIns() throws IOException {
    program(
        "kubectl",
        """
        echo "kubectl $*" >>"$CALLS"
        case "$*" in
          *'get secret was-support.api-key '*'{.data.api-key}') printf a2V5LTE= ;;
          *'get secret was-support.pairing '*'{.data.pairing-code}') printf Q09ERS05OTk5 ;;
          *'get secret was-keyless.api-key '*) ;;
          *'.status.session.pairingCode.code}'*) printf '%s' "${CODE:-}" ;;
          *'get secret was-other.pairing '*) exit 1 ;;
          *'.status.phase}'*) printf Connected ;;
          *port-forward*was-support*)
            echo $$ >"$CALLS.forward"
            echo 'Forwarding from 127.0.0.1:40123 -> 8080'
            exec sleep 60
            ;;
          *port-forward*) echo 'error: pod is not running' >&2; exit 1 ;;
          *) echo answered ;;
        esac
        """);
    program(
        "curl",
        """
        echo "curl $*" >>"$CALLS"
        cat >>"$CALLS"
        printf '%s\\n%s' "${ANSWER:-done}" "${STATUS:-200}"
        """);
  }

  private void program(String name, String script) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "#!/usr/bin/env bash\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private record Ended(int code, String out, String err, List<String> calls) {}

  private Ended zap(List<String> words, String... variables) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", PLUGIN.toString()));
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command);
    Path calls = folder.resolve("calls");
    Files.deleteIfExists(calls);
    builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
    builder.environment().put("CALLS", calls.toString());
    for (int i = 0; i < variables.length; i += 2) {
      builder.environment().put(variables[i], variables[i + 1]);
    }
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(folder.resolve("out")).strip(),
        Files.readString(folder.resolve("err")).strip(),
        Files.exists(calls) ? Files.readAllLines(calls, StandardCharsets.UTF_8) : List.of());
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
    Ended ended = zap(List.of(words.split(" ")));

    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    assertThat(ended.calls()).containsExactly(call);
    assertThat(ended.out()).isEqualTo("answered");
  }

  @ParameterizedTest
  @CsvSource({"restart,restart", "reconnect,reconnect", "repair,re-pair", "logout,log-out"})
  void asksTheOperatorByAnAnnotation(String command, String annotation) throws Exception {
    Ended ended = zap(List.of("--context=prod", command, "support"));

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
    Ended ended = zap(List.of("qr", "support", "-n", "shop"), "ANSWER", "▄▄▄\n▀▀▀");

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
    Ended ended = zap(List.of("send", "support", "+4915112345678", "a \"b\" \\ c\nd $(x)"));

    assertThat(ended.code()).isZero();
    assertThat(ended.calls())
        .anyMatch(
            call ->
                call.contains(
                    "{\"to\":\"+4915112345678\",\"type\":\"text\",\"text\":\"a \\\"b\\\" \\\\ c\\nd $(x)\"}"));
  }

  @Test
  void saysWhatTheSessionSaid() throws Exception {
    Ended refused =
        zap(List.of("api", "support", "/chats"), "STATUS", "409", "ANSWER", "{\"code\":\"x\"}");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).isEqualTo("{\"code\":\"x\"}");

    Ended away = zap(List.of("api", "keyless", "chats"));
    assertThat(away.code()).isEqualTo(1);
    assertThat(away.err()).contains("keyless has no key yet");
  }

  @Test
  void showsThePairingCode() throws Exception {
    assertThat(zap(List.of("code", "support"), "CODE", "ABCD-1234").out()).isEqualTo("ABCD-1234");
    assertThat(zap(List.of("code", "support")).out()).isEqualTo("CODE-9999");
    Ended none = zap(List.of("code", "other"));
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
    Ended ended = zap(List.of(words.split(" +")));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains(said).contains("kubectl zap list");
    assertThat(ended.calls()).isEmpty();
  }
}
