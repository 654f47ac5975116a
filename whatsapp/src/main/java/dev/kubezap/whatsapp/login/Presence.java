package dev.kubezap.whatsapp.login;

import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Shows this device as available, which makes its delivery receipts count as such. That needs the
 * account's name; without it the device stays unavailable.
 */
final class Presence {
  private static final long WEEK = Duration.ofDays(7).toMillis();
  private static final long SHIFT = Duration.ofDays(3).toMillis();

  private Presence() {}

  static List<Effect> announce(Account account, Instant now) {
    return account
        .pushName()
        .map(
            name ->
                List.<Effect>of(
                    new Effect.Send(
                        Node.of("presence").with("name", name).with("type", "available")),
                    new Effect.Send(unifiedSession(account, now))))
        .orElse(List.of());
  }

  /** Names the week's session in the server's time, as the web client does (PROTOCOL-2026 4). */
  private static Node unifiedSession(Account account, Instant now) {
    long id = Math.floorMod(now.plus(account.serverTimeOffset()).toEpochMilli() + SHIFT, WEEK);
    return Node.of("ib", Node.of("unified_session").with("id", id));
  }
}
