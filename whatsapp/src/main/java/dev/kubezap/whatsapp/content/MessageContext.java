package dev.kubezap.whatsapp.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.ContextInfo;
import dev.kubezap.whatsapp.proto.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What messages of every kind may carry.
 *
 * @param quoted the message that it answers
 * @param mentions accounts that it mentions
 * @param mentionsAll whether it mentions everybody in the group
 * @param forwardingScore how often it was forwarded; 0 when it was not
 * @param expiresAfter how long after its sending it disappears, in chats with that setting
 */
public record MessageContext(
    Optional<QuotedMessage> quoted,
    List<Jid> mentions,
    boolean mentionsAll,
    int forwardingScore,
    Optional<Duration> expiresAfter) {

  /** Neither quote nor mention. */
  public static final MessageContext NONE =
      new MessageContext(Optional.empty(), List.of(), false, 0, Optional.empty());

  public MessageContext {
    mentions = List.copyOf(mentions);
  }

  /** The same with another time after which it disappears. */
  public MessageContext expiring(Optional<Duration> after) {
    return new MessageContext(quoted, mentions, mentionsAll, forwardingScore, after);
  }

  /** Of the protobuf; jids that are none are left out. */
  static MessageContext of(ContextInfo info) {
    Optional<Duration> expiry =
        info.getExpiration() == 0
            ? Optional.empty()
            : Optional.of(Duration.ofSeconds(Integer.toUnsignedLong(info.getExpiration())));
    int score = Math.max(0, info.getForwardingScore());
    return new MessageContext(
        info.getStanzaId().isEmpty() ? Optional.empty() : Optional.of(quoted(info)),
        info.getMentionedJidList().stream()
            .flatMap(text -> Jid.parse(text).stream())
            .map(Jid::account)
            .toList(),
        info.getNonJidMentions() != 0,
        info.getIsForwarded() ? Math.max(1, score) : score,
        expiry);
  }

  private static QuotedMessage quoted(ContextInfo info) {
    return new QuotedMessage(
        info.getStanzaId(),
        Jid.parse(info.getParticipant()).map(Jid::account),
        info.hasQuotedMessage()
            ? Optional.of(info.getQuotedMessage().toByteString())
            : Optional.empty(),
        Jid.parse(info.getRemoteJid()).filter(jid -> jid.isGroup() || jid.isStatus()));
  }

  /** Whether a message without a context of its own says the same. */
  boolean isEmpty() {
    return equals(NONE);
  }

  /** As a protobuf. */
  ContextInfo encode() {
    ContextInfo.Builder info = ContextInfo.newBuilder();
    quoted.ifPresent(
        message -> {
          info.setStanzaId(message.stanzaId());
          message.sender().ifPresent(jid -> info.setParticipant(jid.toString()));
          message.chat().ifPresent(jid -> info.setRemoteJid(jid.toString()));
          message.message().flatMap(MessageContext::parsed).ifPresent(info::setQuotedMessage);
        });
    mentions.forEach(jid -> info.addMentionedJid(jid.account().toString()));
    if (mentionsAll) {
      info.setNonJidMentions(1);
    }
    if (forwardingScore > 0) {
      info.setIsForwarded(true).setForwardingScore(forwardingScore);
    }
    expiresAfter.ifPresent(after -> info.setExpiration((int) after.toSeconds()));
    return info.build();
  }

  /** A stored message that is damaged is quoted by its id alone. */
  private static Optional<Message> parsed(ByteString encoded) {
    try {
      return Optional.of(Message.parseFrom(encoded));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }
}
