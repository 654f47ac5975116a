package dev.kubezap.whatsapp.node;

/**
 * How large a decoded stanza may become. A peer can describe a tree far larger than its bytes (a
 * token of one byte is a word, a compressed frame can grow a thousandfold), hence limits on the
 * result and not only on the frame.
 *
 * @param depth nesting of nodes, the outermost being 1
 * @param parts nodes and attributes in the whole tree
 * @param inflatedBytes size of a compressed stanza after inflation
 */
public record NodeLimits(int depth, int parts, int inflatedBytes) {

  /**
   * Stanzas of the service nest below 10 deep; the largest known answer (all groups of an account
   * with their participants) stays within 300,000 parts.
   */
  public static final NodeLimits DEFAULT = new NodeLimits(32, 400_000, 16 << 20);

  /** Refuses limits that no stanza could meet. */
  public NodeLimits {
    if (depth < 1 || parts < 1 || inflatedBytes < 1) {
      throw new IllegalArgumentException("Limits of nodes are at least 1");
    }
  }
}
