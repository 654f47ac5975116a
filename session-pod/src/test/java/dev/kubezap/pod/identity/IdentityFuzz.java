package dev.kubezap.pod.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.store.NumberedFields;
import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.store.StoredStateException;

/** A stored identity, damaged in any way that decrypts. */
public final class IdentityFuzz implements FuzzTarget {

  @Override
  public void read(byte[] input) {
    try {
      DeviceIdentity identity = IdentityCodec.decode(NumberedFields.decode(input));
      assertThat(
              IdentityCodec.decode(NumberedFields.decode(IdentityCodec.encode(identity).encode())))
          .isEqualTo(identity);
    } catch (StoredStateException declared) {
      assertThat(declared.getMessage()).isNotBlank();
    }
  }
}
