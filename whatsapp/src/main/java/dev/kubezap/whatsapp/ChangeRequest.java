package dev.kubezap.whatsapp;

import dev.kubezap.whatsapp.content.Composable;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What this account does to a message.
 *
 * @param messageId {@link StoredMessage#id()}
 * @param key that the caller repeats it under, which {@link WhatsAppClient#begin} noted before
 */
public record ChangeRequest(String messageId, Kind kind, Optional<String> key) {

  /** Without a key. */
  public ChangeRequest(String messageId, Kind kind) {
    this(messageId, kind, Optional.empty());
  }

  /** What is done. */
  public sealed interface Kind {}

  /**
   * A reaction.
   *
   * @param emoji empty to take the reaction back
   */
  public record React(Optional<String> emoji) implements Kind {
    /** Hides the reaction. */
    @Override
    public String toString() {
      return "React[]";
    }
  }

  /**
   * What the message says from now on.
   *
   * @param content of the same kind as the message's
   */
  public record Edit(Composable content) implements Kind {
    /** Hides the text. */
    @Override
    public String toString() {
      return "Edit[" + content.type() + "]";
    }
  }

  /** A deletion for everyone. */
  public record Delete() implements Kind {}

  /**
   * At the top of its chat for everyone, or not any more.
   *
   * @param lasts how long; empty to take it down
   */
  public record Pin(Optional<Duration> lasts) implements Kind {}

  /**
   * A vote in a poll, which replaces the one before.
   *
   * @param options as the poll names them; none to take the vote back
   */
  public record Vote(List<String> options) implements Kind {
    public Vote {
      options = List.copyOf(options);
    }

    /** Hides the choice. */
    @Override
    public String toString() {
      return "Vote[" + options.size() + "]";
    }
  }
}
