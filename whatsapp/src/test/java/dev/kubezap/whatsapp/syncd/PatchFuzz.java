package dev.kubezap.whatsapp.syncd;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import dev.kubezap.whatsapp.proto.SyncActionData;
import dev.kubezap.whatsapp.proto.SyncdPatch;
import dev.kubezap.whatsapp.proto.SyncdSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any bytes as a patch, as a snapshot, and as what is encrypted in a patch whose codes are honest:
 * what was written is read again.
 */
public final class PatchFuzz implements FuzzTarget {
  private static final ByteString KEY_ID = ByteString.fromHex("000000000001");
  private static final KeyRing RING =
      new KeyRing(Map.of(KEY_ID, ByteString.copyFrom(new byte[32])));

  @Override
  public void read(byte[] input) throws Exception {
    try {
      SyncdPatch patch = SyncdPatch.parseFrom(input);
      assertThat(Reader.indexMacs(patch)).doesNotHaveDuplicates();
      Read _ = Reader.patch(Collection.REGULAR, Version.NONE, patch, Map.of(), RING);
    } catch (InvalidProtocolBufferException | SyncdException declared) {
      // No patch, or one with wrong codes.
    }
    try {
      Read _ = Reader.snapshot(Collection.REGULAR, SyncdSnapshot.parseFrom(input), RING);
    } catch (InvalidProtocolBufferException | SyncdException declared) {
      // No snapshot, or one with wrong codes.
    }
    SyncActionData data;
    try {
      data = SyncActionData.parseFrom(input);
    } catch (InvalidProtocolBufferException declared) {
      return;
    }
    Writer.Entry entry =
        new Writer.Entry(true, data.getIndex(), data.getValue().toByteString(), data.getVersion());
    Writer.Patch written =
        Writer.patch(
            Collection.REGULAR,
            Version.NONE,
            List.of(entry),
            Map.of(),
            KEY_ID,
            RING,
            new SeededBytes(1));
    Read read =
        Reader.patch(
            Collection.REGULAR,
            Version.NONE,
            SyncdPatch.parseFrom(written.patch()),
            Map.of(),
            RING);
    assertThat(read).isEqualTo(written.read());
    Optional<List<String>> index = IndexJson.read(data.getIndex());
    index.ifPresent(
        parts ->
            assertThat(IndexJson.read(IndexJson.of(parts.toArray(String[]::new)))).contains(parts));
  }
}
