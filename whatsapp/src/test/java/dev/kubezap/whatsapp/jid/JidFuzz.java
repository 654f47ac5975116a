package dev.kubezap.whatsapp.jid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Any text where an address may stand. */
public final class JidFuzz implements FuzzTarget {

  @Override
  public void read(byte[] input) {
    Optional<Jid> jid = Jid.parse(new String(input, StandardCharsets.UTF_8));
    if (jid.isPresent()) {
      assertThat(Jid.parse(jid.get().toString())).isEqualTo(jid);
      assertThat(jid.get().normalized().normalized()).isEqualTo(jid.get().normalized());
      assertThat(jid.get().account().device()).isZero();
    }
  }
}
