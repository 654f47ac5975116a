package dev.kubezap.whatsapp.importing;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.device.ToldPairs;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.senderkey.MemberKeysKey;
import dev.kubezap.whatsapp.signal.ImportedSenderKey;
import dev.kubezap.whatsapp.signal.ImportedState;
import dev.kubezap.whatsapp.signal.PreKey;
import dev.kubezap.whatsapp.syncd.SyncKeyKey;
import dev.kubezap.whatsapp.token.PrivacyToken;
import dev.kubezap.whatsapp.token.PrivacyTokenKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What another client of a linked device has stored.
 *
 * @param device who it is
 * @param nextPreKeyId the id of the next one-time prekey that it would have made, 1..2^24-1
 * @param preKeys one-time prekeys that nobody is known to have used
 * @param sessions with other devices
 * @param memberKeys sender keys of others in groups, in the order in which they were handed out
 * @param syncKeys keys of app state
 * @param pairs phone numbers and their LIDs
 * @param tokens of contacts
 */
public record ImportedLink(
    Device device,
    int nextPreKeyId,
    List<PreKey> preKeys,
    Map<SessionKey, Session> sessions,
    Map<MemberKeysKey, List<ImportedSenderKey>> memberKeys,
    Map<SyncKeyKey, SyncKeyKey.Key> syncKeys,
    List<ToldPairs.Pair> pairs,
    Map<PrivacyTokenKey, PrivacyToken> tokens) {

  /**
   * The device.
   *
   * @param noiseKey authenticates the transport
   * @param identityKey signs and agrees for Signal
   * @param registrationId Signal's
   * @param signedPreKey the newest one
   * @param jid its own jid by phone number
   * @param lid its own LID
   * @param signedDeviceIdentity the encoded {@code ADVSignedDeviceIdentity} with all four fields
   * @param platform the phone's platform as the server named it
   * @param pushName the account's own name
   * @param routingInfo where the service wants it to connect
   */
  public record Device(
      KeyPair noiseKey,
      KeyPair identityKey,
      int registrationId,
      SignedPreKey signedPreKey,
      Jid jid,
      Optional<Jid> lid,
      ByteString signedDeviceIdentity,
      String platform,
      Optional<String> pushName,
      Optional<ByteString> routingInfo) {
    /** Says who it is and no key. */
    @Override
    public String toString() {
      return "Device[" + jid + "]";
    }
  }

  /**
   * A signed prekey.
   *
   * @param signature by the identity key over the serialized public key, 64 bytes
   */
  public record SignedPreKey(int id, KeyPair key, ByteString signature) {
    /** Says its id alone. */
    @Override
    public String toString() {
      return "SignedPreKey[" + id + "]";
    }
  }

  /**
   * What is shared with one device.
   *
   * @param open the state that was written in
   * @param closed earlier ones, newest first
   */
  public record Session(Optional<ImportedState> open, List<ImportedState> closed) {
    public Session {
      closed = List.copyOf(closed);
    }
  }

  public ImportedLink {
    preKeys = List.copyOf(preKeys);
    sessions = Map.copyOf(sessions);
    memberKeys = Map.copyOf(memberKeys);
    syncKeys = Map.copyOf(syncKeys);
    pairs = List.copyOf(pairs);
    tokens = Map.copyOf(tokens);
  }

  /** Says whose it is and no key. */
  @Override
  public String toString() {
    return "ImportedLink[" + device.jid() + "]";
  }
}
