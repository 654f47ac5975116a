package dev.kubezap.whatsapp.model;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What makes this pod a linked device: written once while pairing, changed only when the signed
 * prekey is rotated.
 *
 * @param pairing whether the server has accepted it
 * @param noiseKey authenticates the transport; the one used while pairing
 * @param identityKey signs and agrees for Signal
 * @param registrationId Signal's, 1..16380
 * @param signedPreKeys newest first; old ones are kept 30 days
 * @param jid the device's own jid by phone number
 * @param lid the device's own LID
 * @param signedDeviceIdentity the encoded {@code ADVSignedDeviceIdentity} with all four fields
 * @param platform the phone's platform as the server named it
 * @param businessName set for business accounts
 * @param pairedAt when the phone confirmed
 */
public record DeviceIdentity(
    Pairing pairing,
    KeyPair noiseKey,
    KeyPair identityKey,
    int registrationId,
    List<SignedPreKeyRecord> signedPreKeys,
    Jid jid,
    Optional<Jid> lid,
    ByteString signedDeviceIdentity,
    String platform,
    Optional<String> businessName,
    Instant pairedAt) {

  /** Whether the server has accepted the pairing. */
  public enum Pairing {
    /**
     * Stored before the confirmation left; found at a start, it is tried and forgotten when
     * refused.
     */
    PENDING,
    /**
     * Taken over from another client of the device, and stored before what belongs to it; found at
     * a start without that, it is forgotten.
     */
    IMPORTED,
    /** A log-in with it succeeded. */
    ACTIVE
  }

  /**
   * A signed prekey of ours.
   *
   * @param signature by the identity key over the serialized public key, 64 bytes
   */
  public record SignedPreKeyRecord(int id, KeyPair key, ByteString signature, Instant createdAt) {
    @Override
    public String toString() {
      return "SignedPreKeyRecord[" + id + "]";
    }
  }

  public DeviceIdentity {
    signedPreKeys = List.copyOf(signedPreKeys);
  }

  /** The names of its account: the phone number, and the LID when it is known. */
  public Set<Jid> names() {
    Jid number = jid.account();
    return lid.map(known -> Set.of(number, known.account())).orElseGet(() -> Set.of(number));
  }

  /** The same identity, accepted by the server. */
  public DeviceIdentity active() {
    return changed(Pairing.ACTIVE, signedPreKeys, lid);
  }

  /** The same identity with the LID that the server named. */
  public DeviceIdentity withLid(Jid named) {
    return changed(pairing, signedPreKeys, Optional.of(named));
  }

  /** The same identity with other signed prekeys, newest first. */
  public DeviceIdentity withSignedPreKeys(List<SignedPreKeyRecord> keys) {
    return changed(pairing, keys, lid);
  }

  private DeviceIdentity changed(
      Pairing state, List<SignedPreKeyRecord> keys, Optional<Jid> ownLid) {
    return new DeviceIdentity(
        state,
        noiseKey,
        identityKey,
        registrationId,
        keys,
        jid,
        ownLid,
        signedDeviceIdentity,
        platform,
        businessName,
        pairedAt);
  }

  /** Leaves out every key. */
  @Override
  public String toString() {
    return "DeviceIdentity[" + pairing + " " + jid + "]";
  }
}
