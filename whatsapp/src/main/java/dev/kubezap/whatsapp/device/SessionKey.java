package dev.kubezap.whatsapp.device;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.signal.SessionFormatException;
import dev.kubezap.whatsapp.signal.SignalAddress;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StoredStateException;

/** The Signal session with one device. */
public record SessionKey(SignalAddress address) implements RecordKey<SignalSession> {

  @Override
  public String kind() {
    return "signal-session";
  }

  @Override
  public String name() {
    return address.name() + ":" + address.deviceId();
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
