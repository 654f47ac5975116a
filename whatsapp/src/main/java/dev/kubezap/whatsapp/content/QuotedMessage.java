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
 */
public record QuotedMessage(String stanzaId, Optional<Jid> sender, Optional<ByteString> message) {

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
