package dev.kubezap.whatsapp.account;

import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code client_expiration}: from when on the service will refuse this client version. The newer
 * version is fetched at once, and used by the next connection. Without a time the announcement is
 * withdrawn; of two the sooner holds.
 */
public final class NoteClientExpiry implements AccountStep {

  @Override
  public Outcome decide(Work<Node> work, Account account, Turn turn) {
    Optional<Instant> announced =
        work.input().child("client_expiration").flatMap(expiry -> expiry.time("t"));
    Optional<Instant> next =
        announced.map(
            at -> account.clientExpiresAt().filter(known -> known.isBefore(at)).orElse(at));
    if (next.equals(account.clientExpiresAt())) {
      return Outcome.nothing();
    }
    Outcome.Builder outcome =
        Outcome.builder()
            .change(new Change.Put<>(new AccountKey(), account.withClientExpiry(next)));
    if (next.isPresent()) {
      outcome.effect(new Effect.FetchVersion(0));
    }
    return outcome.build();
  }
}
