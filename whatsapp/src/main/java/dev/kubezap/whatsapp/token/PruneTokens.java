package dev.kubezap.whatsapp.token;

import dev.kubezap.whatsapp.account.Properties;
import dev.kubezap.whatsapp.account.PropertiesKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Forgets, once a day and a page at a time, the tokens that have long expired on both sides:
 * otherwise everybody who was ever written to would keep a row.
 */
public final class PruneTokens implements Step<PruneTokens.Due, PruneTokens.Gathered> {
  private static final int PAGE = 200;

  /** A process that has just begun has other things to do. */
  private static final Duration FIRST = Duration.ofHours(1);

  private static final Duration AGAIN = Duration.ofDays(1);

  /**
   * The input: where to go on.
   *
   * @param after the last record that was looked at; empty at the beginning
   */
  public record Due(String after) {
    private static final Due BEGIN = new Due("");

    /** When the process has begun. */
    public static Effect first() {
      return BEGIN.in(FIRST);
    }

    private Effect in(Duration delay) {
      return new Effect.Schedule("prune-tokens", this, delay);
    }
  }

  /**
   * What is stored.
   *
   * @param names the records of this page
   * @param stored those of them that can be read
   */
  public record Gathered(
      List<String> names, Map<String, PrivacyToken> stored, Properties properties) {
    public Gathered {
      names = List.copyOf(names);
      stored = Map.copyOf(stored);
    }
  }

  @Override
  public Gathered gather(Work<Due> work, StateReader state, Turn turn) {
    List<String> names = state.recordNames(PrivacyTokenKey.KIND, work.input().after(), PAGE);
    return new Gathered(
        names, tokens(names, state), state.read(new PropertiesKey()).orElse(Properties.NONE));
  }

  private static Map<String, PrivacyToken> tokens(List<String> names, StateReader state) {
    Map<String, PrivacyToken> tokens = new TreeMap<>();
    state
        .read(names.stream().map(PruneTokens::key).toList())
        .forEach((key, token) -> tokens.put(key.name(), (PrivacyToken) token));
    return tokens;
  }

  private static PrivacyTokenKey key(String name) {
    return new PrivacyTokenKey(Jid.of(name));
  }

  @Override
  public Outcome decide(Work<Due> work, Gathered gathered, Turn turn) {
    TokenBuckets received = TokenBuckets.received(gathered.properties());
    TokenBuckets sent = TokenBuckets.sent(gathered.properties());
    List<Change> changes =
        gathered.names().stream()
            .filter(
                name ->
                    Optional.ofNullable(gathered.stored().get(name))
                        .filter(token -> token.isPast(received, sent, turn.now()))
                        .isPresent())
            .<Change>map(name -> new Change.Remove(key(name)))
            .toList();
    boolean last = gathered.names().size() < PAGE;
    return Outcome.builder()
        .changes(changes)
        .effect(last ? Due.BEGIN.in(AGAIN) : new Due(gathered.names().getLast()).in(Duration.ZERO))
        .build();
  }
}
