package dev.kubezap.whatsapp.device;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.StoredToldPairs;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pairs that our own phone told and that are not learned yet: a page of its list.
 *
 * @param name ordered as they were told
 */
public record ToldPairs(String name) implements RecordKey<List<ToldPairs.Pair>> {
  /** {@link #kind}. */
  public static final String KIND = RecordKind.TOLD_PAIRS.text();

  private static final int PAIR_BYTES = 32;

  /**
   * A phone number and its LID, as unsigned numbers.
   *
   * @param phone not 0
   * @param lid not 0
   */
  public record Pair(long phone, long lid) {
    /** The pair of two addresses; empty when they are not of the two kinds, or no numbers. */
    public static Optional<Pair> of(Jid phone, Jid lid) {
      if (!phone.isPhoneNumber() || !lid.isLid()) {
        return Optional.empty();
      }
      try {
        long number = Long.parseUnsignedLong(phone.user());
        long hidden = Long.parseUnsignedLong(lid.user());
        return number == 0 || hidden == 0
            ? Optional.empty()
            : Optional.of(new Pair(number, hidden));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    Jid phoneJid() {
      return Jid.phoneNumber(Long.toUnsignedString(phone));
    }

    Jid lidJid() {
      return Jid.lid(Long.toUnsignedString(lid));
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int size(List<Pair> pairs) {
    return pairs.size() * PAIR_BYTES;
  }

  @Override
  public ByteString encode(List<Pair> pairs) {
    StoredToldPairs.Builder stored = StoredToldPairs.newBuilder();
    for (Pair pair : pairs) {
      stored.addPhone(pair.phone()).addLid(pair.lid());
    }
    return stored.build().toByteString();
  }

  @Override
  public List<Pair> decode(ByteString encoded) {
    try {
      StoredToldPairs stored = StoredToldPairs.parseFrom(encoded);
      if (stored.getPhoneCount() != stored.getLidCount()) {
        throw new StoredStateException("the told pairs " + name + " are damaged");
      }
      List<Pair> pairs = new ArrayList<>(stored.getPhoneCount());
      for (int i = 0; i < stored.getPhoneCount(); i++) {
        pairs.add(new Pair(stored.getPhone(i), stored.getLid(i)));
      }
      return List.copyOf(pairs);
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("the told pairs " + name + " are damaged", e);
    }
  }
}
