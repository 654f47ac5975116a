package dev.kubezap.whatsapp.device;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.signal.SessionFormatException;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;

/** The Signal session with one device. */
public record SessionKey(SignalAddress address) implements RecordKey<SignalSession> {
  /** {@link #kind}. */
  public static final String KIND = RecordKind.SIGNAL_SESSION.text();

  /** The key of this name. */
  public static SessionKey named(String name) {
    int colon = name.lastIndexOf(':');
    return new SessionKey(
        new SignalAddress(name.substring(0, colon), Integer.parseInt(name.substring(colon + 1))));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return address.name() + ":" + address.deviceId();
  }

  @Override
  public int size(SignalSession session) {
    return session.size();
  }

  /** A session is begun anew; what came in the damaged one is asked for again. */
  @Override
  public boolean isAbsentWhenDamaged() {
    return true;
  }

  @Override
  public ByteString encode(SignalSession session) {
    return session.encode();
  }

  @Override
  public SignalSession decode(ByteString encoded) {
    try {
      return SignalSession.decode(encoded);
    } catch (SessionFormatException e) {
      throw new StoredStateException("Signal session with " + address + " is damaged", e);
    }
  }
}
