package dev.kubezap.whatsapp.signal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.proto.PreKeyMessageBody;
import java.util.OptionalInt;

/**
 * A received message that can build its session ({@code enc type="pkmsg"}), parsed but not yet
 * authenticated. It says which of our prekeys to look up before {@link X3dh#accept}.
 *
 * @param registrationId of the sender
 * @param preKeyId our one-time prekey, if the sender got one
 * @param signedPreKeyId our signed prekey
 * @param baseKey made by the sender for this session; names the session
 * @param identity the identity that the sender claims, proved by the MAC of the message
 * @param message the message proper
 */
public record PreKeyMessage(
    int registrationId,
    OptionalInt preKeyId,
    int signedPreKeyId,
    PublicKey baseKey,
    RemoteIdentityKey identity,
    SignalMessage message) {

  /**
   * Reads the bytes of a message.
   *
   * @throws SignalException.UnknownVersion for any version but 3
   * @throws SignalException.InvalidKey if one of its keys is malformed
   * @throws SignalException.InvalidMessage if it is malformed otherwise
   */
  public static PreKeyMessage parse(ByteString bytes) throws SignalException {
    SignalMessage.requireVersion(bytes);
    PreKeyMessageBody body;
    try {
      body = PreKeyMessageBody.parseFrom(bytes.substring(1));
    } catch (InvalidProtocolBufferException e) {
      throw new SignalException.InvalidMessage("prekey message is not a protobuf", e);
    }
    if (!body.hasBaseKey()
        || !body.hasIdentityKey()
        || !body.hasMessage()
        || !body.hasSignedPreKeyId()) {
      throw new SignalException.InvalidMessage(
          "prekey message lacks a base key, identity, signed prekey or message");
    }
    return new PreKeyMessage(
        body.getRegistrationId(),
        body.hasPreKeyId() ? OptionalInt.of(body.getPreKeyId()) : OptionalInt.empty(),
        body.getSignedPreKeyId(),
        SignalMessage.key(body.getBaseKey()),
        new RemoteIdentityKey(SignalMessage.key(body.getIdentityKey())),
        SignalMessage.parse(body.getMessage()));
  }

  /** Builds the bytes of a prekey message around a message that we send. */
  static ByteString write(PendingPreKey pending, SessionState state, ByteString message) {
    PreKeyMessageBody.Builder body =
        PreKeyMessageBody.newBuilder()
            .setRegistrationId(state.localRegistrationId())
            .setSignedPreKeyId(pending.signedPreKeyId())
            .setBaseKey(state.baseKey().serialized())
            .setIdentityKey(state.localIdentity().serialized())
            .setMessage(message);
    pending.preKeyId().ifPresent(body::setPreKeyId);
    return SignalMessage.versioned(body.build().toByteString());
  }
}
