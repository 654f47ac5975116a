package dev.kubezap.pod.api;

import dev.kubezap.pod.store.MessageQuery;
import dev.kubezap.pod.store.Slice;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What erasing messages came to.
 *
 * @param count how many were erased
 * @param complete whether none is left that was to be erased
 */
public record Purge(int count, boolean complete) {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int PAGE = 200;

  /**
   * Erases what messages said, page by page.
   *
   * @param chat those of one chat; empty for all
   * @param before those older than this; empty for all
   * @param goesOn asked after each page
   */
  public static Purge of(
      WhatsAppClient client,
      Archive archive,
      Optional<Jid> chat,
      Optional<Instant> before,
      BooleanSupplier goesOn)
      throws InterruptedException {
    MessageQuery wanted =
        new MessageQuery(
            chat,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            before,
            Optional.empty());
    int count = 0;
    Optional<String> cursor = Optional.empty();
    do {
      // What is still to be sent stays: the cursor leads past it.
      Slice<StoredMessage> page = archive.messages(wanted, new PageRequest(PAGE, cursor));
      List<String> ids = page.items().stream().map(StoredMessage::id).toList();
      if (!ids.isEmpty()) {
        count += Clients.await(client.purge(ids), PATIENCE);
      }
      cursor = page.nextCursor();
    } while (cursor.isPresent() && goesOn.getAsBoolean());
    return new Purge(count, cursor.isEmpty());
  }
}
