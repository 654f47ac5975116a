package dev.kubezap.simulator.world;

import dev.kubezap.simulator.crypto.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The privacy tokens that a device was given, and since when it surely has them. */
public final class KnownTokens {
  /** What was on its way when a token came may lack it. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /**
   * What was prepared before a token came leaves again once a new connection has got its offline
   * queue, for which a client may wait that long when the end of it is lost.
   */
  private static final Duration CATCHING_UP = Duration.ofMinutes(1);

  private final Map<String, List<Bytes>> given = new HashMap<>();
  private final Map<String, Instant> surelySince = new HashMap<>();

  /** A token of an account, by its LID, is on its way. */
  public void given(String issuer, Bytes token) {
    given.computeIfAbsent(issuer, any -> new ArrayList<>()).add(token);
  }

  /** The device acknowledged a token of the account. */
  public void acknowledged(String issuer, Instant now) {
    surelySince.putIfAbsent(issuer, now);
  }

  /** The device connected anew, and sends again what it had prepared before. */
  public void connected(Instant now) {
    surelySince.replaceAll((issuer, since) -> now.plus(CATCHING_UP));
  }

  /** Whether a message to the account must carry a token. */
  public boolean isDue(String issuer, Instant now) {
    Instant since = surelySince.get(issuer);
    return since != null && since.plus(GRACE).isBefore(now);
  }

  /** Whether it is one that the account gave. */
  public boolean isOf(String issuer, Bytes token) {
    return given.getOrDefault(issuer, List.of()).contains(token);
  }
}
