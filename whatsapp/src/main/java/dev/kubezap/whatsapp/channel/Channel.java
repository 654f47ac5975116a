package dev.kubezap.whatsapp.channel;

import dev.kubezap.whatsapp.jid.Jid;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A channel, as the service describes it.
 *
 * @param id its address
 * @param invite the code at the end of its link
 * @param followers how many follow it
 * @param role what this account is in it: {@code owner}, {@code admin}, {@code subscriber} or
 *     {@code guest}; empty when it is not told
 * @param muted whether this account hears nothing of it; empty when it is not told
 * @param state {@code active}, {@code suspended} ..
 */
public record Channel(
    Jid id,
    String name,
    Optional<String> description,
    Optional<String> invite,
    Optional<Long> followers,
    boolean verified,
    Optional<String> role,
    Optional<Boolean> muted,
    Optional<String> state,
    Optional<Instant> createdAt) {

  /** Whether this account publishes in it. */
  public boolean isPublishedByThisAccount() {
    return role.filter(is -> is.equals("owner") || is.equals("admin")).isPresent();
  }

  /** Leaves out what it says of itself. */
  @Override
  public String toString() {
    return "Channel[" + id + "]";
  }

  static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }
}
