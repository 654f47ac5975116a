package dev.kubezap.whatsapp.account;

import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;

/**
 * The account was migrated: its direct messages go to LIDs from now on, which never ends again. The
 * service says so by an AB property, the phone when it links this device and by the timestamp of
 * its LID mapping (PROTOCOL-2026 3).
 */
public final class LidMigration implements Step<LidMigration.Told, Account> {

  /** The input: the account's own phone told that it is migrated. */
  public record Told() {}

  @Override
  public Account gather(Work<Told> work, StateReader state, Turn turn) {
    return AccountKey.read(state);
  }

  @Override
  public Outcome decide(Work<Told> work, Account account, Turn turn) {
    return noted(account, turn);
  }

  /** Notes that the account is migrated; nothing when that is known. */
  public static Outcome noted(Account account, Turn turn) {
    if (account.lidAddressing()) {
      return Outcome.nothing();
    }
    return Outcome.builder()
        .change(new Change.Put<>(new AccountKey(), account.withLidAddressing()))
        .effect(new Effect.Report(new SessionChange.Linked(turn.connection().byLid())))
        .build();
  }
}
