package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.StoredRepair;
import dev.kubezap.whatsapp.proto.StoredRepairStanza;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * That devices were missed by a message that the server took: they are still to be served. Gone
 * once the server took the stanza of each.
 */
record RepairKey(String messageId) implements RecordKey<RepairKey.Pending> {
  static final String KIND = RecordKind.REPAIR.text();

  /**
   * How far it is.
   *
   * @param since when it turned out that devices were missed
   * @param stanzas the finished stanza of every device that was found, until its acknowledgement;
   *     empty while the devices are not known
   */
  record Pending(Instant since, Map<Jid, ByteString> stanzas) {
    Pending {
      stanzas = Collections.unmodifiableMap(new LinkedHashMap<>(stanzas));
    }

    /** One of which only is known that it is needed. */
    static Pending since(Instant now) {
      return new Pending(now, Map.of());
    }

    /** Without the stanzas of these devices. */
    Pending without(Collection<Jid> devices) {
      Map<Jid, ByteString> left = new LinkedHashMap<>(stanzas);
      left.keySet().removeAll(devices);
      return new Pending(since, left);
    }

    @Override
    public String toString() {
      return "Pending[" + since + ", " + stanzas.size() + " stanzas]";
    }
  }

  /** What is to be stored of it: nothing, once every stanza was taken. */
  Change after(Pending served) {
    return served.stanzas().isEmpty() ? new Change.Remove(this) : new Change.Put<>(this, served);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return messageId;
  }

  @Override
  public ByteString encode(Pending value) {
    StoredRepair.Builder stored =
        StoredRepair.newBuilder().setMessageId(messageId).setSinceMs(value.since().toEpochMilli());
    value
        .stanzas()
        .forEach(
            (device, stanza) ->
                stored.addStanza(
                    StoredRepairStanza.newBuilder()
                        .setDevice(device.toString())
                        .setStanza(stanza)));
    return stored.build().toByteString();
  }

  @Override
  public Pending decode(ByteString encoded) {
    try {
      StoredRepair stored = StoredRepair.parseFrom(encoded);
      Map<Jid, ByteString> stanzas = new LinkedHashMap<>();
      for (StoredRepairStanza one : stored.getStanzaList()) {
        Jid device =
            Jid.parse(one.getDevice())
                .orElseThrow(
                    () -> new StoredStateException("repair of " + messageId + " names no device"));
        stanzas.put(device, one.getStanza());
      }
      return new Pending(Instant.ofEpochMilli(stored.getSinceMs()), stanzas);
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("repair of " + messageId + " is damaged", e);
    }
  }
}
