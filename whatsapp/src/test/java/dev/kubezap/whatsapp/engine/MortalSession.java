package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import java.time.Duration;

/** A session that dies at a chosen commit and begins anew over the same store. */
final class MortalSession {
  final FaultyStore store = new FaultyStore();
  final KeyServer keys = new KeyServer();
  private final Duration absence;
  private VirtualSession now = new VirtualSession(store);

  /**
   * @param absence how long it is away when it dies
   */
  MortalSession(Duration absence) {
    this.absence = absence;
    now.server = keys::answer;
  }

  /** The one that lives. */
  VirtualSession now() {
    return now;
  }

  /** Stores the n-th commit that puts a record of this kind, and dies before acting on it. */
  void dieAfterCommit(String kind, int n) {
    int[] seen = {0};
    store.commits =
        changes -> {
          boolean puts =
              changes.stream()
                  .anyMatch(
                      change ->
                          change instanceof Change.Put<?> put && put.key().kind().equals(kind));
          if (puts && ++seen[0] == n) {
            store.memory.commit(changes);
            throw new FencedException("killed here");
          }
        };
  }

  /** The next one, logged in. */
  void restart() throws FencedException {
    begin(absence).logIn();
  }

  /** The next one, after an absence of its own, as it connects. */
  VirtualSession begin(Duration away) throws FencedException {
    store.commits = changes -> {};
    VirtualSession before = now;
    now = new VirtualSession(store);
    now.server = keys::answer;
    now.now = before.now.plus(away);
    now.identities.save(before.identities.load().orElseThrow());
    return now.begin();
  }
}
