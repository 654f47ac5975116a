package dev.kubezap.whatsapp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Runs every event in every phase and shows where it leads. */
class PhaseTest {

  private static final Path DOCUMENT = Path.of("docs", "connection-phases.md");

  private static final Node PAIR_DEVICE =
      Node.of("iq", Node.of("pair-device")).with("from", Jid.SERVICE).with("type", "set");

  @Test
  void documentShowsWhereEveryEventLeads() throws Exception {
    StringBuilder text = new StringBuilder();
    text.append("# Phases of a connection\n\n");
    text.append("Written by `PhaseTest`, which runs each event in each phase. A dash: not");
    text.append(" possible there. In bold: a change.\n\n| event |");
    phases().keySet().forEach(phase -> text.append(' ').append(phase).append(" |"));
    text.append("\n|---|").append("---|".repeat(phases().size())).append('\n');
    events()
        .forEach(
            (event, happens) -> {
              text.append("| ").append(event).append(" |");
              phases()
                  .forEach(
                      (phase, enter) ->
                          text.append(' ').append(result(phase, enter, happens)).append(" |"));
              text.append('\n');
            });
    if (Boolean.getBoolean("kubezap.golden.update")) {
      Files.writeString(DOCUMENT, text);
    }
    assertThat(DOCUMENT).as("update with -Dkubezap.golden.update=true").hasContent(text.toString());
  }

  private static String result(
      String phase, Consumer<CoreBench> enter, Consumer<CoreBench> happens) {
    CoreBench bench = new CoreBench();
    enter.accept(bench);
    assertThat(name(bench)).isEqualTo(phase);
    try {
      happens.accept(bench);
    } catch (IllegalStateException notPossibleHere) {
      return "–";
    }
    String after = name(bench);
    return after.equals(phase) ? after : "**" + after + "**";
  }

  private static String name(CoreBench bench) {
    return bench.core.phase().getClass().getSimpleName();
  }

  private static Map<String, Consumer<CoreBench>> phases() {
    Map<String, Consumer<CoreBench>> phases = new LinkedHashMap<>();
    phases.put("Opening", bench -> {});
    phases.put(
        "AwaitingServerHello",
        bench -> {
          bench.transmitting = false;
          bench.accept(new Input.Opened());
        });
    phases.put("LoggingIn", bench -> bench.accept(new Input.Opened()));
    phases.put("Online", entering(CoreBench.SUCCESS));
    phases.put("Pairing", entering(PAIR_DEVICE));
    phases.put("Closed", bench -> bench.accept(new Input.Ended(new CloseReason.Lost("test"))));
    return phases;
  }

  private static Consumer<CoreBench> entering(Node stanza) {
    return bench -> {
      bench.accept(new Input.Opened());
      bench.fromServer(stanza);
    };
  }

  private static Map<String, Consumer<CoreBench>> events() {
    Map<String, Consumer<CoreBench>> events = new LinkedHashMap<>();
    events.put("`success`", stanza(CoreBench.SUCCESS));
    events.put("`iq` with `pair-device`", stanza(PAIR_DEVICE));
    events.put("another stanza", stanza(Node.of("presence")));
    events.put("`failure`", stanza(Node.of("failure").with("reason", 503)));
    events.put("`stream:error` 515", stanza(Node.of("stream:error").with("code", 515)));
    events.put(
        "`stream:error` of an unknown code", stanza(Node.of("stream:error").with("code", 1)));
    events.put("`xmlstreamend`", stanza(Node.of("xmlstreamend")));
    events.put(
        "bytes that are no frame of ours", bench -> bench.accept(new Input.Received(new byte[9])));
    events.put("silence for a minute", bench -> bench.pass(Duration.ofMinutes(1)));
    events.put(
        "no reading for a minute",
        bench -> {
          bench.accept(new Input.ReadingPaused());
          bench.pass(Duration.ofMinutes(1));
        });
    events.put(
        "transport ended", bench -> bench.accept(new Input.Ended(new CloseReason.StreamEnded(""))));
    return events;
  }

  private static Consumer<CoreBench> stanza(Node stanza) {
    return bench -> {
      // Before the ciphers are there no stanza can come.
      if (!bench.peer.isOpen()) {
        throw new IllegalStateException();
      }
      bench.fromServer(stanza);
    };
  }
}
