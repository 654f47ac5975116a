package dev.kubezap.whatsapp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.connection.CloseReason.Failure;
import dev.kubezap.whatsapp.connection.CloseReason.StreamError;
import dev.kubezap.whatsapp.noise.HandshakeException;
import dev.kubezap.whatsapp.transport.OpenException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CloseTableTest {

  private static final Path DOCUMENT = Path.of("docs", "close-reasons.md");

  @Test
  void documentShowsTheTable() throws Exception {
    String expected = document();
    if (Boolean.getBoolean("kubezap.golden.update")) {
      Files.createDirectories(DOCUMENT.getParent());
      Files.writeString(DOCUMENT, expected);
    }
    assertThat(DOCUMENT).as("update with -Dkubezap.golden.update=true").hasContent(expected);
  }

  @Test
  void onlyTheEndOfTheLinkDeletesCredentials() {
    List<CloseReason> deleting =
        IntStream.rangeClosed(0, 1000)
            .boxed()
            .<CloseReason>mapMulti(
                (code, all) -> {
                  all.accept(new Failure(code, Optional.empty(), Map.of()));
                  all.accept(new StreamError(code, ""));
                  all.accept(new StreamError(code, "something-new"));
                })
            .filter(reason -> reason.reaction() instanceof Reaction.LoggedOut)
            .toList();
    assertThat(deleting)
        .containsExactlyInAnyOrder(
            new Failure(401, Optional.empty(), Map.of()),
            new StreamError(516, ""),
            new StreamError(516, "something-new"));
    assertThat(new StreamError(401, "device_removed").reaction())
        .isEqualTo(new Reaction.LoggedOut());
  }

  @Test
  void replacedNeverFightsWhateverItsCode() {
    for (int code : new int[] {0, 401, 409, 440, 500, 503, 515}) {
      assertThat(new StreamError(code, "replaced").reaction()).isEqualTo(new Reaction.Replaced());
    }
  }

  @Test
  void banWithoutAnEndWaitsForAPerson() {
    assertThat(new Failure(402, Optional.empty(), Map.of()).reaction())
        .isEqualTo(new Reaction.Stop(StopReason.BANNED));
  }

  @Test
  void failuresTextHasTheServicesWordsAndNoToken() {
    Failure failure =
        new Failure(403, Optional.empty(), Map.of("message", "locked", "appeal_token", "secret"));
    assertThat(failure.text()).isEqualTo("login refused: locked");
    assertThat(failure.toString()).doesNotContain("secret");
  }

  private static String document() {
    StringBuilder text = new StringBuilder();
    text.append("# How a connection ends, and what follows\n\n");
    text.append("Written by `CloseTableTest` from `CloseTable`. Rows are tried from top to");
    text.append(" bottom.\nOnly *logged out* deletes credentials.\n\n");
    text.append("| sent by the service | condition | meaning | reaction |\n|---|---|---|---|\n");
    for (CloseTable.Row row : CloseTable.ROWS) {
      text.append("| ")
          .append(row.source() == CloseTable.Source.FAILURE ? "failure " : "stream error ");
      text.append(row.code() == CloseTable.ANY ? "any" : row.code());
      text.append(" | ").append(row.condition().isEmpty() ? "any" : row.condition());
      text.append(" | ").append(row.meaning()).append(" | ");
      text.append(words(row.reaction())).append(" |\n");
    }
    text.append("\nA stream error that only the last of its rows matches does not end the");
    text.append(" connection by itself;\nit is passed on like any stanza.\n\n");
    text.append("| seen on this side | code | reaction |\n|---|---|---|\n");
    seen()
        .forEach(
            (name, reason) ->
                text.append("| ")
                    .append(name)
                    .append(" | ")
                    .append(reason.code() == 0 ? "–" : reason.code())
                    .append(" | ")
                    .append(words(reason.reaction()))
                    .append(" |\n"));
    return text.toString();
  }

  private static Map<String, CloseReason> seen() {
    Map<String, CloseReason> seen = new LinkedHashMap<>();
    seen.put("`xmlstreamend`, or the peer closed in good order", new CloseReason.StreamEnded(""));
    seen.put("socket failed", new CloseReason.Lost(""));
    seen.put(
        "peer silent, takes no bytes, or acknowledges no message", new CloseReason.DeadPeer(""));
    seen.put("`ib` with `downgrade_webclient`", new CloseReason.Downgraded());
    seen.put("no connection", new CloseReason.ConnectFailed(OpenException.Step.NAME, ""));
    seen.put(
        "handshake failed, a wrong certificate or clock included",
        new CloseReason.HandshakeFailed(HandshakeException.Kind.UNTRUSTED, ""));
    seen.put("bytes that are no frame of ours", new CloseReason.ProtocolViolation(""));
    seen.put("stanzas were not taken in time", new CloseReason.Stalled());
    seen.put("the listener failed", new CloseReason.ListenerFailed(""));
    seen.put("closed by this side", new CloseReason.ClosedLocally(""));
    return seen;
  }

  private static String words(Reaction reaction) {
    return switch (reaction) {
      case Reaction.ReconnectNow _ -> "connect again at once";
      case Reaction.ReconnectWithBackoff(Duration atLeast) ->
          "connect again with growing delay"
              + (atLeast.isZero() ? "" : ", at least " + atLeast.toMinutes() + " min");
      case Reaction.UpdateVersionOnce _ -> "fetch the client version, connect once, else report";
      case Reaction.WaitUntil _ -> "wait until the ban ends; without an end stop: banned";
      case Reaction.LoggedOut _ -> "**logged out**: delete credentials, pair anew";
      case Reaction.Replaced _ -> "replaced: do not fight";
      case Reaction.Stop(StopReason reason) ->
          "stop: " + reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    };
  }
}
