package dev.kubezap.whatsapp.signal.reference;

/** A member of a group in the other implementation, with one other member. */
public interface ReferenceMember {
  byte[] distribution() throws Exception;

  void learn(byte[] distribution) throws Exception;

  byte[] encrypt(byte[] plaintext) throws Exception;

  byte[] decrypt(byte[] ciphertext) throws Exception;
}
