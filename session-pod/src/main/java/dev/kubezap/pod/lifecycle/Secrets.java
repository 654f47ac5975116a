package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.config.ConfigurationException;
import dev.kubezap.pod.config.PodSettings;
import dev.kubezap.pod.config.Secret;
import dev.kubezap.pod.config.StandaloneSecrets;
import dev.kubezap.pod.store.DataKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The secrets that the pod works with: what it was told, or what it made for itself when alone.
 *
 * @param apiKey a key with all scopes, empty when only the configuration folder has keys
 * @param madeKeyFile where the API key is that was made for a session alone
 * @param dataKey base64 of 32 bytes
 * @param olderDataKeys that records may still need
 * @param holder who owns the lease
 */
record Secrets(
    Optional<Secret> apiKey,
    Optional<Path> madeKeyFile,
    Secret dataKey,
    List<Secret> olderDataKeys,
    String holder) {
  private static final String API_KEY = "api-key";
  private static final String DATA_KEY = "data-key";
  private static final String HOLDER = "holder";

  /**
   * Gathers them, making those that are missing when alone.
   *
   * @throws ConfigurationException when the data folder cannot be read or written
   */
  static Secrets of(PodSettings settings, SecureRandom random) {
    StandaloneSecrets stored = new StandaloneSecrets(settings.dataFolder());
    try {
      boolean makesKey = settings.apiKey().isEmpty() && settings.alone();
      Optional<Secret> apiKey =
          makesKey
              ? Optional.of(
                  stored.readOrMake(
                      API_KEY, () -> "kz_" + HexFormat.of().formatHex(bytes(random, 24))))
              : settings.apiKey();
      Secret dataKey =
          settings.dataKey().isPresent()
              ? settings.dataKey().get()
              : stored.readOrMake(
                  DATA_KEY, () -> Base64.getEncoder().encodeToString(bytes(random, 32)));
      String holder =
          settings.holder().isPresent()
              ? settings.holder().get()
              : stored
                  .readOrMake(HOLDER, () -> "alone-" + HexFormat.of().formatHex(bytes(random, 12)))
                  .value();
      return new Secrets(
          apiKey,
          makesKey ? Optional.of(stored.file(API_KEY)) : Optional.empty(),
          dataKey,
          settings.olderDataKeys(),
          holder);
    } catch (IOException e) {
      throw new ConfigurationException(
          List.of(
              "KUBEZAP_DATA_DIR " + settings.dataFolder() + " cannot be used: " + e.getMessage()));
    }
  }

  /** The key to encrypt with, then the older ones. */
  List<DataKey> dataKeys() {
    return Stream.concat(Stream.of(dataKey), olderDataKeys.stream())
        .map(Secret::value)
        .map(String::strip)
        .distinct()
        .map(DataKey::parse)
        .toList();
  }

  private static byte[] bytes(SecureRandom random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
