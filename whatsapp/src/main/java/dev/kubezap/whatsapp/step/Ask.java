package dev.kubezap.whatsapp.step;

import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;
import java.util.List;

/**
 * Queries that the server must answer before the work can go on. They are sent after the commit of
 * the turn without waiting; the work comes back as new work with the answers, and its state is read
 * again. Queries of a kind that the server limits are held back for as long as it says: they are
 * answered by {@link Reply.Refused} without being sent.
 *
 * @param queries iq stanzas without id; the engine gives them one
 * @param patience how long each may take
 */
public record Ask(List<Node> queries, Duration patience) {
  private static final Duration USUAL = Duration.ofSeconds(60);

  public Ask {
    queries = List.copyOf(queries);
  }

  /** With the usual patience, a minute. */
  public Ask(List<Node> queries) {
    this(queries, USUAL);
  }
}
