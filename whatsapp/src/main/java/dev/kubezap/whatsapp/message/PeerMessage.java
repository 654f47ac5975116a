package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.account.LidMigration;
import dev.kubezap.whatsapp.device.LearnPairs;
import dev.kubezap.whatsapp.device.ToldPairs;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.LidMigrationMapping;
import dev.kubezap.whatsapp.proto.LidMigrationMappingSyncPayload;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import dev.kubezap.whatsapp.proto.WebMessageInfo;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import java.util.Map;
import java.util.Optional;

/**
 * Decides about what our own phone tells this device alone. Only such messages may teach pairs or
 * keys (PROTOCOL 14).
 */
final class PeerMessage {

  private static final int LID_MIGRATION_MAPPING_SYNC = 22;

  /** More pairs than any address book holds: a larger list is cut, never trusted to fit. */
  private static final int MAXIMUM_PAIRS = 20_000;

  private PeerMessage() {}

  /**
   * @param news what takes further types of protocol messages, by their number
   */
  static Outcome.Builder decide(
      Node stanza,
      Message message,
      Received.Encrypted encrypted,
      ByteString plaintext,
      Map<Integer, PeerNews> news,
      Turn turn) {
    Outcome.Builder outcome = Outcome.builder();
    ProtocolMessage protocol = message.getProtocolMessage();
    Optional<Outcome> told = told(stanza, encrypted.origin(), message, news, turn);
    if (told.isPresent()) {
      return outcome.add(told.get());
    }
    if (protocol.getType() == PhoneRequest.RESPONSE) {
      for (WebMessageInfo info :
          PhoneRequest.answered(protocol.getPeerDataOperationRequestResponseMessage())) {
        if (encrypted.origin().isOwnPhone()) {
          outcome.effect(
              new Effect.Enqueue(new PlaceholderResend.Told(info.getKey(), info.getMessage())));
        } else {
          outcome.add(PlaceholderResend.unasked());
        }
      }
      return outcome;
    }
    if (protocol.getType() != LID_MIGRATION_MAPPING_SYNC) {
      return outcome.add(
          Unhandled.kept("peer-" + protocol.getType(), stanza, Optional.of(plaintext), turn));
    }
    try {
      LidMigrationMappingSyncPayload payload =
          LidMigrationMappingSyncPayload.parseFrom(
              protocol.getLidMigrationMappingSyncMessage().getEncodedMappingPayload());
      if (payload.getChatDbMigrationTimestamp() != 0) {
        outcome.effect(new Effect.Enqueue(new LidMigration.Told()));
      }
      outcome.add(
          LearnPairs.told(
              payload.getPnToLidMappingsList().stream()
                  .limit(MAXIMUM_PAIRS)
                  .map(mapping -> new ToldPairs.Pair(mapping.getPn(), lid(mapping)))
                  .filter(pair -> pair.phone() != 0 && pair.lid() != 0)
                  .toList(),
              turn));
    } catch (InvalidProtocolBufferException e) {
      outcome.effect(new Effect.Count("peer", "malformed-mapping"));
    }
    return outcome;
  }

  /** What one of the news is for; a device that is not the phone tells none. */
  static Optional<Outcome> told(
      Node stanza, Origin origin, Message message, Map<Integer, PeerNews> news, Turn turn) {
    if (!message.hasProtocolMessage() || !origin.isOwnPhone()) {
      return Optional.empty();
    }
    ProtocolMessage protocol = message.getProtocolMessage();
    return Optional.ofNullable(news.get(protocol.getType()))
        .map(
            taker ->
                taker.told(
                    new PeerNews.Source(
                        stanza.attributes().getOrDefault("id", ""), origin.sender()),
                    protocol,
                    turn));
  }

  private static long lid(LidMigrationMapping mapping) {
    return mapping.hasLatestLid() ? mapping.getLatestLid() : mapping.getAssignedLid();
  }
}
