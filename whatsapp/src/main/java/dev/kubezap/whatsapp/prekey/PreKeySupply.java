package dev.kubezap.whatsapp.prekey;

/**
 * Where the supply of prekeys stands.
 *
 * @param nextId the id of the next prekey to be made
 * @param firstUnconfirmed the first whose upload the server has not confirmed; {@code nextId} when
 *     there is none
 * @param offeredSignedPreKey the signed prekey that the server is known to have; 0 when none
 */
public record PreKeySupply(int nextId, int firstUnconfirmed, int offeredSignedPreKey) {
  /** The largest id that fits the three bytes on the wire. */
  static final int MAXIMUM_ID = 0xFFFFFF;

  /** Of a device that has made none. */
  static final PreKeySupply NONE = new PreKeySupply(1, 1, 0);

  /** With ids for so many prekeys more; they begin anew when they are used up. */
  PreKeySupply withRoomFor(int count) {
    return nextId + count > MAXIMUM_ID ? new PreKeySupply(1, 1, offeredSignedPreKey) : this;
  }

  /** With so many prekeys made. */
  PreKeySupply made(int count) {
    return new PreKeySupply(nextId + count, firstUnconfirmed, offeredSignedPreKey);
  }

  /** With one prekey made that is not for the server, unless an upload is outstanding. */
  PreKeySupply handedOut() {
    int unconfirmed = firstUnconfirmed == nextId ? nextId + 1 : firstUnconfirmed;
    return new PreKeySupply(nextId + 1, unconfirmed, offeredSignedPreKey);
  }

  /** With everything made so far known to the server. */
  PreKeySupply confirmed(int signedPreKey) {
    return new PreKeySupply(nextId, nextId, signedPreKey);
  }
}
