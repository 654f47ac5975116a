/**
 * The Noise handshake (pattern XX, as initiator) and the ciphers behind it, without input or
 * output.
 *
 * <p>{@link dev.kubezap.whatsapp.noise.NoiseInitiator} takes the server's one message and answers
 * ours together with the {@link dev.kubezap.whatsapp.noise.NoiseTransport} of the connection. Keys
 * and the time come in as arguments, so a handshake can be replayed byte for byte. {@link
 * dev.kubezap.whatsapp.noise.LoginPayload} and {@link
 * dev.kubezap.whatsapp.noise.RegistrationPayload} are what the client says of itself in it.
 */
@NullMarked
package dev.kubezap.whatsapp.noise;

import org.jspecify.annotations.NullMarked;
