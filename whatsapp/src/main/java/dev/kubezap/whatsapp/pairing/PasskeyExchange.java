package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PrivateKey;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.proto.PasskeyExchangeRecord;
import java.time.Duration;
import java.time.Instant;

/**
 * The service demands a passkey before it links this device (PROTOCOL-2026 1). It belongs to one
 * connection and is over with it.
 *
 * @param options what an authenticator has to sign: the WebAuthn request options as the service
 *     wrote them
 * @param demandedAt when they came
 * @param stage how far the proof has come
 */
public record PasskeyExchange(String options, Instant demandedAt, Stage stage) {
  /** How long the service waits for the proof. */
  public static final Duration LIFE = Duration.ofMinutes(10);

  /** How long the secret on show when the demand came proves that the phone saw this device. */
  static final Duration HANDOFF_LIFE = Duration.ofMinutes(5);

  /** How far the proof has come. */
  public sealed interface Stage {

    /** Somebody has to have the options signed. */
    record Demanded() implements Stage {}

    /**
     * The proof is sent, and with it the promise of a nonce.
     *
     * @param ephemeral for this exchange alone
     * @param nonce 32 bytes
     * @param ref the service's name for the exchange
     * @param handoff whether the secret of the code on show went along, so that nothing is compared
     */
    record Proved(KeyPair ephemeral, ByteString nonce, String ref, boolean handoff)
        implements Stage {
      @Override
      public String toString() {
        return "Proved[handoff=" + handoff + "]";
      }
    }

    /**
     * The phone has answered.
     *
     * @param phoneKey its key for this exchange
     * @param phoneNonce 32 bytes
     */
    record Answered(Proved proved, PublicKey phoneKey, ByteString phoneNonce) implements Stage {
      @Override
      public String toString() {
        return "Answered[" + proved + "]";
      }
    }
  }

  /** When the service stops waiting. */
  public Instant expiresAt() {
    return demandedAt.plus(LIFE);
  }

  /** The same demand, further on. */
  PasskeyExchange at(Stage next) {
    return new PasskeyExchange(options, demandedAt, next);
  }

  /** Leaves out the options, which whoever signs them proves the account by. */
  @Override
  public String toString() {
    return "PasskeyExchange[" + stage + " since " + demandedAt + "]";
  }

  PasskeyExchangeRecord encode() {
    PasskeyExchangeRecord.Builder stored =
        PasskeyExchangeRecord.newBuilder()
            .setOptions(options)
            .setDemandedAtMs(demandedAt.toEpochMilli());
    switch (stage) {
      case Stage.Demanded _ -> {}
      case Stage.Proved proved -> encode(proved, stored);
      case Stage.Answered answered -> {
        encode(answered.proved(), stored);
        stored.setPhoneKey(answered.phoneKey().bytes()).setPhoneNonce(answered.phoneNonce());
      }
    }
    return stored.build();
  }

  private static void encode(Stage.Proved proved, PasskeyExchangeRecord.Builder stored) {
    stored
        .setEphemeralPrivateKey(proved.ephemeral().privateKey().bytes())
        .setNonce(proved.nonce())
        .setRef(proved.ref())
        .setHandoff(proved.handoff());
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if a key has another length
   */
  static PasskeyExchange decode(PasskeyExchangeRecord stored) {
    Stage stage = new Stage.Demanded();
    if (!stored.getEphemeralPrivateKey().isEmpty()) {
      Stage.Proved proved =
          new Stage.Proved(
              KeyPair.of(new PrivateKey(stored.getEphemeralPrivateKey())),
              stored.getNonce(),
              stored.getRef(),
              stored.getHandoff());
      stage =
          stored.getPhoneKey().isEmpty()
              ? proved
              : new Stage.Answered(
                  proved, new PublicKey(stored.getPhoneKey()), stored.getPhoneNonce());
    }
    return new PasskeyExchange(
        stored.getOptions(), Instant.ofEpochMilli(stored.getDemandedAtMs()), stage);
  }
}
