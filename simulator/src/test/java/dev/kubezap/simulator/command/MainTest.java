package dev.kubezap.simulator.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line answers to whom it cannot serve: one sentence each, and no stack trace. */
class MainTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... words) throws InterruptedException {
    return Main.run(
        List.of(words),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String error() {
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
    return err.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--foo;Unknown option --foo",
        "serve foo;Unknown option foo",
        "--port;--port needs a value",
        "--port abc;--port needs a number from 0 to 65535, not abc",
        "--port 99999;--port needs a number from 0 to 65535, not 99999",
        "--qr-seconds 0;--qr-seconds needs a number from 1",
        "--account abc;needs a number of 7 to 15 digits, not abc",
        "--account 4915110000001:Ada:eco;ends with echo or a name, not eco",
        "--ca-file ca.pem;--ca-file needs --tls",
        "--control;--control needs the URL",
        "--control nonsense info;--control needs a URL such as",
        "--control http://127.0.0.1:1;a command is missing",
        "--control http://127.0.0.1:1 melt;Unknown command melt",
        "--control http://127.0.0.1:1 info extra;info takes no more words, such as extra",
        "--control http://127.0.0.1:1 send 4915110000001;TO is missing",
        "--control http://127.0.0.1:1 scan Ada qr;An account is a phone number, not Ada",
        "--control http://127.0.0.1:1 fault {bad;fault needs JSON"
      })
  void saysWhatWasAskedInTheWrongWay(String words, String sentence) throws InterruptedException {
    assertThat(run(words.split(" "))).isEqualTo(2);
    assertThat(error()).contains(sentence).contains("--help");
  }

  @Test
  void takesNoEmptyFolder() throws InterruptedException {
    assertThat(run("--data", "")).isEqualTo(2);
    assertThat(error()).contains("--data needs a value");
  }

  @Test
  void saysThatNobodyAnswers() throws InterruptedException {
    assertThat(run("--control", "http://127.0.0.1:1", "info")).isEqualTo(1);
    assertThat(error()).contains("No simulator answers at http://127.0.0.1:1: ");
  }

  @Test
  void saysThatAPortIsTaken() throws InterruptedException, IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThat(run("--port", port)).isEqualTo(1);
      assertThat(error()).contains("127.0.0.1:" + port).contains("Address already in use");
      err.reset();
      assertThat(run("--control-port", port)).isEqualTo(1);
      assertThat(error()).contains("127.0.0.1:" + port).contains("a free port");
    }
  }

  @Test
  void saysThatAFolderIsNotItsOwn(@TempDir Path folder) throws InterruptedException, IOException {
    try (Simulator _ = Simulator.start(SimulatorConfig.defaults().withData(folder))) {
      assertThat(run("--data", folder.toString())).isEqualTo(1);
      assertThat(error()).contains("Another simulator uses the folder " + folder);
    }
    Files.writeString(folder.resolve("world.json"), "{");
    err.reset();
    assertThat(run("--data", folder.toString())).isEqualTo(1);
    assertThat(error()).contains("world.json holds no world").contains("move it away");
  }

  @Test
  void saysThatAFileCannotBeMade(@TempDir Path folder) throws InterruptedException {
    Path file = folder.resolve("missing").resolve("ca.pem");
    assertThat(run("--tls", "--ca-file", file.toString())).isEqualTo(1);
    assertThat(error()).isEqualTo(file + " cannot be made: there is no such folder\n");
  }
}
