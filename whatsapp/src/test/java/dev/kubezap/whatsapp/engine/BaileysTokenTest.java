package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.conformance.Direction.BAILEYS_TO_OURS;
import static dev.kubezap.whatsapp.conformance.Direction.OURS_TO_BAILEYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.token.PrivacyToken;
import dev.kubezap.whatsapp.token.PrivacyTokenKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever writes first gives the other a token, on either side. */
@Tag("slow")
class BaileysTokenTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  @Conformance(
      value = Capability.PRIVACY_TOKEN,
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  void tokensGoBothWays(@TempDir Path folder) throws Exception {
    try (BaileysPair pair = new BaileysPair(folder)) {
      Jid bobLid = Jid.lid(pair.simulator.phone(BaileysPair.BOB.user()).account().lid());
      pair.received(pair.peer.send(BaileysPair.ADA.toString(), "hello"));
      pair.live.awaitUntil(
          () ->
              Stream.of(BaileysPair.BOB, bobLid)
                  .flatMap(name -> pair.store.read(new PrivacyTokenKey(name)).stream())
                  .map(PrivacyToken::bytes)
                  .anyMatch(token -> token.size() == 16));

      pair.sent(TextContent.of("hello to you"));
      pair.peer.awaitText("hello to you");
      Path stored = folder.resolve("auth").resolve("tctoken-" + pair.adaLid + ".json");
      await().atMost(BaileysPair.PATIENCE).until(() -> token(stored).size() == 16);
      assertThat(pair.simulator.violations().list()).isEmpty();
    }
  }

  /** As Baileys has stored it; empty while it has none, or writes it. */
  private static ByteString token(Path stored) throws IOException {
    String text = Files.exists(stored) ? Files.readString(stored) : "";
    if (!text.endsWith("}")) {
      return ByteString.EMPTY;
    }
    JsonNode token = JSON.readTree(text).path("token").path("data");
    return token.isTextual() ? ByteString.copyFrom(token.binaryValue()) : ByteString.EMPTY;
  }
}
