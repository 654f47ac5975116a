package dev.kubezap.whatsapp.content;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import java.util.Optional;

/**
 * The message that another one answers.
 *
 * @param stanzaId its id on the wire
 * @param sender who sent it, without device; readers do not show a quote without it
 * @param message its {@code Message} protobuf without what it quotes itself; readers show it in the
 *     answer
 * @param chat where it was said, when that is not where it is answered: in a group or the status
 *     feed, and its author is written to alone
 */
public record QuotedMessage(
    String stanzaId, Optional<Jid> sender, Optional<ByteString> message, Optional<Jid> chat) {

  /** Of the chat of its answer. */
  public QuotedMessage(String stanzaId, Optional<Jid> sender, Optional<ByteString> message) {
    this(stanzaId, sender, message, Optional.empty());
  }

  /** The same, said elsewhere. */
  public QuotedMessage from(Jid elsewhere) {
    return new QuotedMessage(stanzaId, sender, message, Optional.of(elsewhere));
  }

  /** A quote by the id alone. */
  public static QuotedMessage of(String stanzaId) {
    return new QuotedMessage(stanzaId, Optional.empty(), Optional.empty());
  }

  /**
   * A quote that readers can show.
   *
   * @param encoded the quoted message as it is stored; what it quotes itself is left out, else each
   *     answer would carry all before it
   */
  public static QuotedMessage of(String stanzaId, Jid sender, ByteString encoded) {
    Optional<ByteString> shown =
        Contents.read(encoded) instanceof Composable content
            ? Optional.of(content.with(MessageContext.NONE).encode().toByteString())
            : Optional.empty();
    return new QuotedMessage(stanzaId, Optional.of(sender.account()), shown);
  }

  /** Hides what it said. */
  @Override
  public String toString() {
    return "QuotedMessage[" + stanzaId + "]";
  }
}
