package dev.kubezap.whatsapp.pairing;

import dev.kubezap.whatsapp.crypto.Sha256;
import java.nio.charset.StandardCharsets;

/** Another key for another code or salt, without the time that a phone's derivation costs. */
final class QuickDerivation implements CodeKeyDerivation {
  @Override
  public byte[] derive(String code, byte[] salt) {
    return Sha256.digest(code.getBytes(StandardCharsets.US_ASCII), salt);
  }
}
