package dev.kubezap.pod.identity;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.store.NumberedFields;
import dev.kubezap.pod.store.RecordCipher;
import dev.kubezap.pod.store.UnreadableRecordException;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.store.IdentityStore;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The device identity and the witness, together in one encrypted file on the session's volume.
 * Every write replaces both and is flushed; a crash or a full volume leaves what was there before.
 * Safe for use by several threads.
 */
public final class IdentityFile implements IdentityStore {
  /** The file's name in the data folder. */
  public static final String NAME = "identity";

  private static final int IDENTITY = 1;
  private static final int EPOCH = 2;
  private static final int SYSTEM_IDENTIFIER = 3;
  private static final int TIMELINE = 4;
  private static final int CLEAN_COMMIT_NO = 5;

  private record Content(Optional<DeviceIdentity> identity, Witness witness) {}

  private final SlotFile file;
  private final RecordCipher cipher;
  private final byte[] context;

  /**
   * Opens nothing yet; the file is made by the first write.
   *
   * @param folder the session's volume
   * @param session namespace and name: another session's file is not read
   */
  public IdentityFile(Path folder, String session, RecordCipher cipher) {
    this(new SlotFile(folder.resolve(NAME), SlotFile::writeFully), session, cipher);
  }

  IdentityFile(SlotFile file, String session, RecordCipher cipher) {
    this.file = file;
    this.cipher = cipher;
    this.context = ("identity file of " + session).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public synchronized Optional<DeviceIdentity> load() {
    return content().identity();
  }

  @Override
  public synchronized void save(DeviceIdentity identity) {
    store(new Content(Optional.of(identity), content().witness()));
  }

  @Override
  public synchronized void erase() {
    store(new Content(Optional.empty(), content().witness()));
    // The other slot still holds the identity that was erased.
    store(new Content(Optional.empty(), content().witness()));
  }

  /**
   * What the volume remembers of the database.
   *
   * @throws StoredStateException when the file cannot be read, for example because the data key is
   *     another
   */
  public synchronized Witness witness() {
    return content().witness();
  }

  /**
   * Remembers the database; call it after every acquisition before state is used, and after a clean
   * release.
   *
   * @throws StoreUnavailableException when it could not be written
   */
  public synchronized void remember(Witness witness) {
    store(new Content(content().identity(), witness));
  }

  private Content content() {
    byte[] record;
    try {
      Optional<byte[]> stored = file.read();
      if (stored.isEmpty()) {
        if (file.damaged()) {
          throw new StoredStateException("neither copy in the identity file can be read");
        }
        return new Content(Optional.empty(), Witness.NONE);
      }
      record = stored.get();
    } catch (IOException e) {
      throw new StoreUnavailableException("the identity file cannot be read", e);
    }
    try {
      return decode(NumberedFields.decode(cipher.open(record, context)));
    } catch (UnreadableRecordException e) {
      throw new StoredStateException("identity file: " + e.getMessage(), e);
    }
  }

  private static Content decode(NumberedFields fields) {
    try {
      return new Content(
          fields
              .bytes(IDENTITY)
              .map(encoded -> IdentityCodec.decode(NumberedFields.decode(encoded.toByteArray()))),
          new Witness(
              Long.parseLong(fields.requiredText(EPOCH)),
              fields.requiredText(SYSTEM_IDENTIFIER),
              Long.parseLong(fields.requiredText(TIMELINE)),
              fields
                  .text(CLEAN_COMMIT_NO)
                  .map(number -> OptionalLong.of(Long.parseLong(number)))
                  .orElse(OptionalLong.empty())));
    } catch (NumberFormatException e) {
      throw new StoredStateException("the identity file has an unknown form", e);
    }
  }

  private void store(Content content) {
    NumberedFields fields = new NumberedFields();
    content
        .identity()
        .ifPresent(
            identity ->
                fields.add(IDENTITY, ByteString.copyFrom(IdentityCodec.encode(identity).encode())));
    Witness witness = content.witness();
    fields
        .add(EPOCH, Long.toString(witness.epoch()))
        .add(SYSTEM_IDENTIFIER, witness.systemIdentifier())
        .add(TIMELINE, Long.toString(witness.timeline()));
    witness.cleanCommitNo().ifPresent(number -> fields.add(CLEAN_COMMIT_NO, Long.toString(number)));
    try {
      file.write(cipher.seal(fields.encode(), context));
    } catch (IOException e) {
      throw new StoreUnavailableException("the identity file cannot be written", e);
    }
  }
}
