package dev.kubezap.whatsapp.fuzz;

import dev.kubezap.whatsapp.connection.ConnectionFuzz;
import dev.kubezap.whatsapp.content.ContentsFuzz;
import dev.kubezap.whatsapp.engine.AnswerFuzz;
import dev.kubezap.whatsapp.engine.AppStateFuzz;
import dev.kubezap.whatsapp.engine.StanzaFuzz;
import dev.kubezap.whatsapp.history.HistoryStreamFuzz;
import dev.kubezap.whatsapp.jid.JidFuzz;
import dev.kubezap.whatsapp.media.MediaRetryFuzz;
import dev.kubezap.whatsapp.node.NodeFuzz;
import dev.kubezap.whatsapp.noise.HandshakeFuzz;
import dev.kubezap.whatsapp.pairing.SignedIdentityFuzz;
import dev.kubezap.whatsapp.signal.SenderKeyFuzz;
import dev.kubezap.whatsapp.signal.SignalMessageFuzz;
import dev.kubezap.whatsapp.signal.StoredSignalFuzz;
import dev.kubezap.whatsapp.syncd.PatchFuzz;
import dev.kubezap.whatsapp.transport.FramesFuzz;
import dev.kubezap.whatsapp.transport.HttpHeadFuzz;
import dev.kubezap.whatsapp.transport.WebSocketFuzz;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The targets of this module. */
public final class FuzzTargets implements FuzzSuite {
  private static final Map<String, Supplier<FuzzTarget>> ALL =
      Map.ofEntries(
          Map.entry("answers", AnswerFuzz::new),
          Map.entry("app-state", AppStateFuzz::new),
          Map.entry("app-state-patch", PatchFuzz::new),
          Map.entry("connection", ConnectionFuzz::new),
          Map.entry("frames", FramesFuzz::new),
          Map.entry("handshake", HandshakeFuzz::new),
          Map.entry("history", HistoryStreamFuzz::new),
          Map.entry("http-head", HttpHeadFuzz::new),
          Map.entry("jid", JidFuzz::new),
          Map.entry("media-retry", MediaRetryFuzz::new),
          Map.entry("node", NodeFuzz::new),
          Map.entry("plaintext", ContentsFuzz::new),
          Map.entry("sender-key", SenderKeyFuzz::new),
          Map.entry("signal-message", SignalMessageFuzz::new),
          Map.entry("signed-identity", SignedIdentityFuzz::new),
          Map.entry("stanza", StanzaFuzz::new),
          Map.entry("stored-signal", StoredSignalFuzz::new),
          Map.entry("websocket", WebSocketFuzz::new));

  @Override
  public Map<String, Supplier<FuzzTarget>> all() {
    return new TreeMap<>(ALL);
  }
}
