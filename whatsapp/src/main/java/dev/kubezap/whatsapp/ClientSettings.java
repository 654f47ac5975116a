package dev.kubezap.whatsapp;

import com.google.protobuf.ByteString;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and as what the client connects.
 *
 * @param endpoint {@code wss://web.whatsapp.com/ws/chat}, or a server of yours
 * @param noiseRoot the public key of the certificate root, 32 bytes
 * @param caFile certificate authorities in addition to the system's, PEM
 * @param proxy {@code http://[user:password@]host:port}
 * @param clientVersion such as {@code 2.3000.1023000000}
 * @param pairingPhoneNumber pair by code with this number, and refuse another; digits with a
 *     leading plus
 * @param deviceName the name that the phone lists, such as {@code Chrome (Linux)}
 * @param history what is taken of the phone's history
 */
public record ClientSettings(
    URI endpoint,
    ByteString noiseRoot,
    Optional<Path> caFile,
    Optional<URI> proxy,
    String clientVersion,
    Optional<String> pairingPhoneNumber,
    String deviceName,
    HistorySettings history) {

  /** With the usual history, and files in the machine's folder for temporary ones. */
  public ClientSettings(
      URI endpoint,
      ByteString noiseRoot,
      Optional<Path> caFile,
      Optional<URI> proxy,
      String clientVersion,
      Optional<String> pairingPhoneNumber,
      String deviceName) {
    this(
        endpoint,
        noiseRoot,
        caFile,
        proxy,
        clientVersion,
        pairingPhoneNumber,
        deviceName,
        HistorySettings.temporary());
  }

  /** The production root of WhatsApp's noise certificates, as every client carries it. */
  public static final String PRODUCTION_NOISE_ROOT =
      "142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b";

  /** Leaves out the proxy's user info. */
  @Override
  public String toString() {
    return "ClientSettings[" + endpoint + " " + clientVersion + "]";
  }
}
