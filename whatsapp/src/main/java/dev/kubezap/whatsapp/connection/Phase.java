package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.noise.NoiseInitiator;
import dev.kubezap.whatsapp.noise.NoiseTransport;

/**
 * Where a connection stands. {@code Opening → AwaitingServerHello → LoggingIn → Online | Pairing},
 * and from each of them to {@code Closed}.
 */
sealed interface Phase {

  /** The transport is not open yet. */
  record Opening() implements Phase {}

  /**
   * Our hello is out.
   *
   * @param handshake waits for the server's
   */
  record AwaitingServerHello(NoiseInitiator handshake) implements Phase {}

  /** Frames are encrypted from here on. */
  sealed interface Encrypted extends Phase {
    /** The ciphers. */
    NoiseTransport ciphers();
  }

  /**
   * The service has our login or registration and has not answered.
   *
   * @param ciphers of all further frames
   */
  record LoggingIn(NoiseTransport ciphers) implements Encrypted {}

  /**
   * Registered, waiting to be paired.
   *
   * @param ciphers of all further frames
   */
  record Pairing(NoiseTransport ciphers) implements Encrypted {}

  /**
   * Logged in.
   *
   * @param ciphers of all further frames
   */
  record Online(NoiseTransport ciphers) implements Encrypted {}

  /**
   * Over.
   *
   * @param reason why
   */
  record Closed(CloseReason reason) implements Phase {}
}
