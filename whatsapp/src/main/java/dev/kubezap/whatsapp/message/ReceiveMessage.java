package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Wanted;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Map;

/**
 * Receives a message stanza: decrypts it on a copy of the ratchet, stores ratchet step, marks,
 * message, chat and event together, and only then acknowledges (SAFETY 3).
 */
public final class ReceiveMessage implements Step<Node, Received> {

  /** The acknowledgement's error for what cannot be parsed (PROTOCOL-2026 7). */
  private static final int UNPARSABLE = 487;

  private final ReceivedState reader;
  private final Map<Integer, PeerNews> news;

  /** Keeps what our own phone tells, but what this package understands itself. */
  public ReceiveMessage(OwnPreKeys preKeys) {
    this(preKeys, Map.of());
  }

  /**
   * @param news what takes what our own phone tells, by the type of its protocol message
   */
  public ReceiveMessage(OwnPreKeys preKeys, Map<Integer, PeerNews> news) {
    this.reader = new ReceivedState(preKeys);
    this.news = Map.copyOf(news);
  }

  @Override
  public Wanted wanted(Work<Node> work, StateReader state, Turn turn) {
    return reader.wanted(work.input(), state, turn);
  }

  @Override
  public Received gather(Work<Node> work, StateReader state, Turn turn) {
    return reader.gather(work.input(), state, turn);
  }

  @Override
  public Outcome decide(Work<Node> work, Received gathered, Turn turn) {
    Node stanza = work.input();
    return switch (gathered) {
      case Received.Malformed malformed -> refused(stanza, malformed.reason());
      case Received.Uninterpreted _, Received.Unavailable _ when ignored(stanza, turn) ->
          settled(stanza, "ignored");
      case Received.Uninterpreted uninterpreted ->
          UninterpretedMessage.decide(stanza, uninterpreted, turn);
      case Received.Unavailable unavailable -> UnavailableMessage.decide(stanza, unavailable, turn);
      case Received.Encrypted encrypted when encrypted.decryptedBefore() ->
          RepeatedMessage.decide(stanza, encrypted, turn);
      case Received.Encrypted encrypted -> decide(stanza, encrypted, turn);
    };
  }

  private Outcome decide(Node stanza, Received.Encrypted encrypted, Turn turn) {
    DecryptedParts parts = DecryptedParts.of(stanza, encrypted, turn);
    Outcome.Builder outcome = Outcome.builder().changes(encrypted.learned()).add(parts.outcome());
    switch (parts.end()) {
      case DecryptedParts.End.Read(ByteString plaintext) -> {
        if (encrypted.missing().isPresent()) {
          outcome
              .change(new Change.Remove(encrypted.missingKey()))
              .effect(new Effect.Cancel(encrypted.missingKey().timer()));
        }
        outcome.add(ReadableMessage.decide(stanza, encrypted, plaintext, news, turn));
      }
      case DecryptedParts.End.Repeated _ ->
          outcome.add(RepeatedMessage.decide(stanza, encrypted, turn));
      case DecryptedParts.End.Used _ -> outcome.add(settled(stanza, "old-counter"));
      case DecryptedParts.End.Unreadable(Cipher.Result.Unreadable why) ->
          outcome.add(UnreadableMessage.decide(stanza, encrypted, why, turn));
    }
    return outcome.build();
  }

  private static boolean ignored(Node stanza, Turn turn) {
    return stanza.jid("from").map(Jid::account).filter(turn.behaviour()::ignores).isPresent();
  }

  /** Acknowledged as it is: there is nothing to store. */
  private static Outcome settled(Node stanza, String label) {
    Outcome.Builder outcome = Outcome.builder().effect(new Effect.Count("message", label));
    Acknowledgement.of(stanza).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.build();
  }

  private static Outcome refused(Node stanza, String reason) {
    Outcome.Builder outcome =
        Outcome.builder().effect(new Effect.Count("message", "malformed-" + reason));
    Acknowledgement.of(stanza, UNPARSABLE).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.build();
  }
}
