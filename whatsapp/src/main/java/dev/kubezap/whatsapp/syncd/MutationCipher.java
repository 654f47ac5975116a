package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.crypto.AesCbc;
import dev.kubezap.whatsapp.crypto.CryptoException;
import dev.kubezap.whatsapp.crypto.Hmac;
import dev.kubezap.whatsapp.crypto.HmacSha512;
import dev.kubezap.whatsapp.proto.SyncActionData;
import dev.kubezap.whatsapp.proto.SyncdBlob;
import dev.kubezap.whatsapp.proto.SyncdKeyId;
import dev.kubezap.whatsapp.proto.SyncdMutation;
import dev.kubezap.whatsapp.proto.SyncdRecord;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Opens and seals single entries (PROTOCOL 13). */
final class MutationCipher {
  static final int REMOVE = 1;
  static final int MAC = 32;

  private static final int IV = 16;

  private MutationCipher() {}

  /** The code at the end of an entry's value. */
  static ByteString valueMac(SyncdRecord record) throws SyncdException {
    ByteString blob = record.getValue().getBlob();
    if (blob.size() < IV + MAC) {
      throw new SyncdException.Wrong("an entry is too short");
    }
    return blob.substring(blob.size() - MAC);
  }

  /** Decrypts and checks both codes. */
  static Mutation open(boolean set, SyncdRecord record, KeyRing ring) throws SyncdException {
    ByteString keyId = record.getKeyId().getId();
    SyncKeys keys = ring.get(keyId);
    ByteString mac = valueMac(record);
    ByteString blob = record.getValue().getBlob();
    byte[] sealed = blob.substring(0, blob.size() - MAC).toByteArray();
    if (!Hmac.matches(code(set, keyId, sealed, keys), mac.toByteArray())) {
      throw new SyncdException.Wrong("an entry has a wrong code");
    }
    try {
      SyncActionData data =
          SyncActionData.parseFrom(
              AesCbc.decrypt(
                  keys.valueEncryption(),
                  Arrays.copyOf(sealed, IV),
                  Arrays.copyOfRange(sealed, IV, sealed.length)));
      byte[] indexMac = Hmac.sha256(keys.index(), data.getIndex().toByteArray());
      if (!Hmac.matches(indexMac, record.getIndex().getBlob().toByteArray())) {
        throw new SyncdException.Wrong("an entry's index has a wrong code");
      }
      return new Mutation(
          set, ByteString.copyFrom(indexMac), mac, data.getIndex(), data.getValue().toByteString());
    } catch (CryptoException | InvalidProtocolBufferException e) {
      throw new SyncdException.Wrong("an entry cannot be decrypted");
    }
  }

  /** Encrypts and adds both codes. */
  static SyncdMutation seal(
      boolean set, SyncActionData data, ByteString keyId, SyncKeys keys, byte[] iv) {
    byte[] encrypted = AesCbc.encrypt(keys.valueEncryption(), iv, data.toByteArray());
    byte[] sealed = Arrays.copyOf(iv, iv.length + encrypted.length);
    System.arraycopy(encrypted, 0, sealed, iv.length, encrypted.length);
    byte[] indexMac = Hmac.sha256(keys.index(), data.getIndex().toByteArray());
    ByteString value =
        ByteString.copyFrom(sealed).concat(ByteString.copyFrom(code(set, keyId, sealed, keys)));
    return SyncdMutation.newBuilder()
        .setOperation(set ? 0 : REMOVE)
        .setRecord(
            SyncdRecord.newBuilder()
                .setIndex(SyncdBlob.newBuilder().setBlob(ByteString.copyFrom(indexMac)))
                .setValue(SyncdBlob.newBuilder().setBlob(value))
                .setKeyId(SyncdKeyId.newBuilder().setId(keyId)))
        .build();
  }

  private static byte[] code(boolean set, ByteString keyId, byte[] sealed, SyncKeys keys) {
    byte[] head = new byte[1 + keyId.size()];
    head[0] = (byte) (set ? 1 : 2);
    keyId.copyTo(head, 1);
    byte[] length = ByteBuffer.allocate(Long.BYTES).putLong(head.length).array();
    return Arrays.copyOf(HmacSha512.of(keys.valueMac(), head, sealed, length), MAC);
  }
}
