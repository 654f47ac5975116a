package dev.kubezap.whatsapp.presence;

import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How this device shows itself. Available makes its delivery receipts count as such, and lets it
 * see others type. That needs the account's name; without it the device stays unavailable.
 */
public final class OwnPresence {
  private static final long WEEK = Duration.ofDays(7).toMillis();
  private static final long SHIFT = Duration.ofDays(3).toMillis();

  private OwnPresence() {}

  /** Shows the device so; it needs a name for that. */
  public static List<Effect> announce(Account account, boolean available, Instant now) {
    return account
        .pushName()
        .map(
            name ->
                available
                    ? List.<Effect>of(
                        new Effect.Send(presence("available", name)),
                        new Effect.Send(unifiedSession(account, now)))
                    : List.<Effect>of(new Effect.Send(presence("unavailable", name))))
        .orElse(List.of());
  }

  /**
   * Whether an account shows its device as available while it is connected: unless its caller said
   * otherwise, or the session's behaviour does.
   */
  public static boolean isAvailable(Account account, Behaviour behaviour) {
    return account.pushName().isPresent() && !account.showsUnavailable() && behaviour.showsOnline();
  }

  private static Node presence(String type, String name) {
    return Node.of("presence").with("name", name).with("type", type);
  }

  /** Names the week's session in the server's time, as the web client does (PROTOCOL-2026 4). */
  private static Node unifiedSession(Account account, Instant now) {
    long id = Math.floorMod(now.plus(account.serverTimeOffset()).toEpochMilli() + SHIFT, WEEK);
    return Node.of("ib", Node.of("unified_session").with("id", id));
  }
}
