package dev.kubezap.whatsapp.signal.reference;

/** A device of the other implementation that talks with one other device. */
public interface ReferenceDevice {
  /**
   * Prekeys in hexadecimal, keys with their prefix.
   *
   * @param preKeyId -1 if there is no one-time prekey
   */
  record Bundle(
      int registrationId,
      String identity,
      int signedPreKeyId,
      String signedPreKey,
      String signature,
      int preKeyId,
      String preKey) {}

  Bundle publish(boolean withOneTime) throws Exception;

  void begin(Bundle bundle) throws Exception;

  /** A ciphertext behind one byte that is 1 for a prekey message. */
  byte[] encrypt(byte[] plaintext) throws Exception;

  byte[] decrypt(boolean preKeyMessage, byte[] ciphertext) throws Exception;
}
