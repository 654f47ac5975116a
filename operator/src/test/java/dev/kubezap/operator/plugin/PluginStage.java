package dev.kubezap.operator.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the plugin between stand-ins for kubectl and curl, which write down what they are asked. */
final class PluginStage {
  private static final Path PLUGIN = Path.of("../kubectl/kubectl-zap");

  private final Path folder;

  PluginStage(Path folder) throws IOException {
    this.folder = folder;
    program(
        "kubectl",
        """
        echo "kubectl $*" >>"$CALLS"
        case "$*" in
          *'get secret was-support.api-key '*'{.data.api-key}') printf a2V5LTE= ;;
          *'get secret was-support.pairing '*'{.data.pairing-code}') printf Q09ERS05OTk5 ;;
          *'get secret was-keyless.api-key '*) ;;
          *'get secret was-hidden.api-key '*) echo 'Error from server (Forbidden)' >&2; exit 1 ;;
          *'get was/fresh '*) ;;
          *'create -f -'*) cat >>"$CALLS" ;;
          *'wait was/fresh '*) exit "${WAITED:-0}" ;;
          *'.status.session.pairingCode.code}'*) printf '%s' "${CODE:-}" ;;
          *'get secret was-other.pairing '*) exit 1 ;;
          *'.status.phase}') printf Connected ;;
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

  record Ended(int code, String out, String err, List<String> calls) {}

  Ended zap(List<String> words, String... variables) throws Exception {
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
    builder.redirectInput(Path.of("/dev/null").toFile());
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
}
