package dev.kubezap.whatsapp.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.whatsapp.ClientSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The program of the README does what the README says. */
class SayHelloTest {

  @Test
  @Tag("slow")
  @Timeout(60)
  void saysHello() throws Exception {
    try (Simulator simulator = Simulator.start(SimulatorConfig.defaults())) {
      simulator.addAccount("4915110000001", "Ada", false);
      simulator.addAccount("4915110000002", "Grace", false);
      ClientSettings settings =
          new ClientSettings(
              URI.create(simulator.webSocketUrl()),
              ByteString.copyFrom(HexFormat.of().parseHex(simulator.noiseRoot())),
              Optional.empty(),
              Optional.empty(),
              "2.3000.1045368834",
              Optional.empty(),
              "Chrome (Linux)");
      BlockingQueue<String> said = new ArrayBlockingQueue<>(100);
      AtomicReference<Exception> failure = new AtomicReference<>();
      Thread program =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      SayHello.run(settings, "4915110000002", said::add);
                    } catch (Exception e) {
                      failure.set(e);
                    }
                  });
      simulator.scan("4915110000001", said.poll(20, TimeUnit.SECONDS));
      program.join();
      assertThat(failure.get()).isNull();
      assertThat(said).last().isIn("SENT", "DELIVERED");
      // The server has it before the phone has.
      await()
          .untilAsserted(
              () ->
                  assertThat(simulator.messages("4915110000002"))
                      .extracting(PhoneMessage::text)
                      .containsExactly("Hello"));
      assertThat(simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void isTheProgramOfTheReadme() throws Exception {
    String program =
        Files.readString(Path.of("src/test/java/dev/kubezap/whatsapp/example/SayHello.java"));
    assertThat(Files.readString(Path.of("README.md")))
        .contains(program.substring(program.indexOf("/** Links a device")));
  }
}
