package dev.kubezap.whatsapp.restore;

import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.SessionStore;
import java.time.Instant;
import java.util.List;

/**
 * The stored state may be older than what this device has done; what follows from it is not carried
 * out yet.
 *
 * @param reason in kebab case, such as {@code epoch-went-back}
 * @param notedAt when it was noticed
 */
public record Restoration(String reason, Instant notedAt) {

  /**
   * Stores that the state was restored, so that the next client carries out what follows before it
   * connects. For whoever owns the database: call it before a client is made over the store, and
   * before anything is remembered that makes the restored state look like the present one.
   *
   * @throws FencedException when the session is not ours any more
   */
  public static void note(SessionStore store, String reason, Instant now) throws FencedException {
    store.commit(List.of(new Restoration(reason, now).noted()));
  }

  /** The change that stores it. */
  public Change noted() {
    return new Change.Put<>(new RestorationKey(), this);
  }
}
