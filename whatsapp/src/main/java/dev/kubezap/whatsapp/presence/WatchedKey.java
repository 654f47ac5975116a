package dev.kubezap.whatsapp.presence;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Presence;
import dev.kubezap.whatsapp.proto.StoredWatched;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody whose presence is watched.
 *
 * @param account without device
 */
public record WatchedKey(Jid account) implements RecordKey<WatchedKey.Shown> {
  /** {@link #kind}. */
  public static final String KIND = RecordKind.WATCHED_PRESENCE.text();

  /** What he showed last; empty as long as WhatsApp has not told. */
  public record Shown(Optional<Presence> last) {}

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return account.toString();
  }

  @Override
  public ByteString encode(Shown shown) {
    StoredWatched.Builder stored = StoredWatched.newBuilder();
    shown
        .last()
        .ifPresent(
            last ->
                stored
                    .setState(last.state().name())
                    .setLastSeenS(last.lastSeen().map(Instant::getEpochSecond).orElse(0L))
                    .setAtMs(last.at().toEpochMilli()));
    return stored.build().toByteString();
  }

  @Override
  public Shown decode(ByteString encoded) {
    try {
      StoredWatched stored = StoredWatched.parseFrom(encoded);
      if (stored.getState().isEmpty()) {
        return new Shown(Optional.empty());
      }
      return new Shown(
          Optional.of(
              new Presence(
                  Presence.State.valueOf(stored.getState()),
                  Optional.of(stored.getLastSeenS())
                      .filter(seconds -> seconds != 0)
                      .map(Instant::ofEpochSecond),
                  Instant.ofEpochMilli(stored.getAtMs()))));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoredStateException("the watched presence of " + account + " is damaged", e);
    }
  }
}
