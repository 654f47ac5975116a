package dev.kubezap.simulator.signal;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.proto.PreKeySignalMessage;
import dev.kubezap.simulator.proto.SignalMessage;

/** The encoded forms of Signal messages. */
public final class WireMessages {
  private static final Bytes VERSION = Bytes.of((byte) 0x33);
  private static final Bytes KEY_TYPE = Bytes.of((byte) 5);
  private static final int MAC = 8;

  private WireMessages() {}

  /**
   * The readable part of a SignalMessage.
   *
   * @param ratchetKey the sender's
   * @param counter place in its chain
   * @param body the ciphertext
   */
  public record Parsed(Bytes ratchetKey, int counter, Bytes body) {}

  /**
   * The readable part of a PreKeySignalMessage.
   *
   * @param preKeyId one-time key, 0 if none
   * @param signedPreKeyId the receiver's signed prekey
   * @param baseKey the sender's first key
   * @param identity the sender's identity key
   * @param registrationId the sender's
   * @param message the encoded SignalMessage inside
   */
  public record ParsedPreKey(
      int preKeyId,
      int signedPreKeyId,
      Bytes baseKey,
      Bytes identity,
      int registrationId,
      Bytes message) {}

  /** A public key with its type byte. */
  static Bytes typed(Bytes key) {
    return Bytes.concat(KEY_TYPE, key);
  }

  private static Bytes untyped(Bytes key) throws DecryptionException {
    if (key.size() != 33 || key.at(0) != 5) {
      throw invalid("a key of " + key.size() + " bytes");
    }
    return key.slice(1);
  }

  static Bytes message(Bytes ratchetKey, int counter, int previousCounter, Bytes body) {
    SignalMessage message =
        SignalMessage.newBuilder()
            .setRatchetKey(typed(ratchetKey).toProto())
            .setCounter(counter)
            .setPreviousCounter(previousCounter)
            .setCiphertext(body.toProto())
            .build();
    return Bytes.concat(VERSION, Bytes.of(message.toByteString()));
  }

  static Bytes preKeyMessage(ParsedPreKey parts) {
    PreKeySignalMessage.Builder message =
        PreKeySignalMessage.newBuilder()
            .setSignedPrekeyId(parts.signedPreKeyId)
            .setBaseKey(typed(parts.baseKey).toProto())
            .setIdentityKey(typed(parts.identity).toProto())
            .setRegistrationId(parts.registrationId)
            .setMessage(parts.message.toProto());
    if (parts.preKeyId != 0) {
      message.setPrekeyId(parts.preKeyId);
    }
    return Bytes.concat(VERSION, Bytes.of(message.build().toByteString()));
  }

  /** Reads a SignalMessage. */
  public static Parsed parse(Bytes encoded) throws DecryptionException {
    if (encoded.size() < 1 + MAC || encoded.at(0) != 0x33) {
      throw invalid("not a version 3 message");
    }
    try {
      SignalMessage message =
          SignalMessage.parseFrom(encoded.slice(1, encoded.size() - MAC).toArray());
      return new Parsed(
          untyped(Bytes.of(message.getRatchetKey())),
          message.getCounter(),
          Bytes.of(message.getCiphertext()));
    } catch (InvalidProtocolBufferException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  /** The same with another MAC, so that nobody can read it. */
  public static Bytes spoiled(Bytes encoded, boolean preKey) {
    byte[] bytes = encoded.toArray();
    if (!preKey) {
      bytes[bytes.length - 1] ^= 1;
      return Bytes.of(bytes);
    }
    try {
      PreKeySignalMessage message = PreKeySignalMessage.parseFrom(encoded.slice(1).toArray());
      Bytes inner = spoiled(Bytes.of(message.getMessage()), false);
      Bytes changed =
          Bytes.of(message.toBuilder().setMessage(inner.toProto()).build().toByteString());
      return Bytes.concat(encoded.slice(0, 1), changed);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a PreKeySignalMessage", e);
    }
  }

  /** Reads a PreKeySignalMessage. */
  public static ParsedPreKey parsePreKey(Bytes encoded) throws DecryptionException {
    if (encoded.size() < 1 || encoded.at(0) != 0x33) {
      throw invalid("not a version 3 message");
    }
    try {
      PreKeySignalMessage message = PreKeySignalMessage.parseFrom(encoded.slice(1).toArray());
      return new ParsedPreKey(
          message.getPrekeyId(),
          message.getSignedPrekeyId(),
          untyped(Bytes.of(message.getBaseKey())),
          untyped(Bytes.of(message.getIdentityKey())),
          message.getRegistrationId(),
          Bytes.of(message.getMessage()));
    } catch (InvalidProtocolBufferException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private static DecryptionException invalid(String detail) {
    return new DecryptionException(DecryptionException.Reason.INVALID, detail);
  }
}
